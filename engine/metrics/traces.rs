//! Traces to measures: every span whose parent belongs to another service is a call from that service.
//!
//! Read are OpenTelemetry's JSON (`resourceSpans`, as its collector writes it) and Jaeger's (`data`, as its interface exports it).

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Fault, Measure, Metrics, Of, Record};

/// One span, in ns.
struct Span {
    service: String,
    parent: Option<(String, String)>,
    start: f64,
    end: f64,
    failed: bool,
}

/// What the calls between one pair add up to.
#[derive(Default)]
struct Calls {
    ms: Vec<f64>,
    n_failed: usize,
}

/// Of a pair's calls so many are no slower than its latency.
const PERCENTILE: f64 = 0.95;

pub(super) fn is_traces(document: &Value) -> bool {
    document.get("resourceSpans").is_some()
        || document
            .get("data")
            .and_then(Value::as_array)
            .is_some_and(|traces| traces.iter().any(|trace| trace.get("spans").is_some()))
}

pub(super) fn read(documents: &[Value]) -> Result<Metrics, Fault> {
    let mut spans: BTreeMap<(String, String), Span> = BTreeMap::new();
    for document in documents {
        opentelemetry(document, &mut spans);
        jaeger(document, &mut spans);
    }
    if spans.is_empty() {
        return Err(Fault { line: 1, message: "there is no span in these traces".to_owned() });
    }
    let first = spans.values().map(|span| span.start).fold(f64::INFINITY, f64::min);
    let last = spans.values().map(|span| span.end).fold(0.0, f64::max);
    let secs = ((last - first) / 1e9).max(1e-3);
    let mut calls: BTreeMap<Of, Calls> = BTreeMap::new();
    for span in spans.values() {
        let caller = span.parent.as_ref().and_then(|parent| spans.get(parent));
        let of = match caller {
            Some(caller) if caller.service == span.service => continue,
            Some(caller) => Of::Edge(caller.service.clone(), span.service.clone()),
            // It came from outside.
            None => Of::Node(span.service.clone()),
        };
        let calls = calls.entry(of).or_default();
        calls.ms.push((span.end - span.start).max(0.0) / 1e6);
        calls.n_failed += usize::from(span.failed);
    }
    let record = |(of, calls): (Of, Calls)| Record { of, measure: calls.measure(secs), line: 0 };
    let records = calls.into_iter().map(record).collect();
    Ok(Metrics { records, ..Metrics::default() })
}

impl Calls {
    fn measure(mut self, secs: f64) -> Measure {
        self.ms.sort_by(f64::total_cmp);
        let n = self.ms.len();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a length"
        )]
        let place = ((n as f64 * PERCENTILE).ceil() as usize).clamp(1, n.max(1)) - 1;
        Measure {
            rate: Some(n as f64 / secs),
            latency_ms: self.ms.get(place).copied(),
            errors: Some(self.n_failed as f64 / n.max(1) as f64),
            used: None,
        }
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Numbers of 64 bits are texts in OpenTelemetry's JSON.
fn number(value: &Value, key: &str) -> f64 {
    let found = value.get(key);
    let number = found.and_then(|v| v.as_f64().or_else(|| v.as_str()?.parse().ok()));
    number.unwrap_or_default()
}

fn opentelemetry(document: &Value, spans: &mut BTreeMap<(String, String), Span>) {
    for resource in list(document, "resourceSpans") {
        let attributes = resource.get("resource").into_iter().flat_map(|r| list(r, "attributes"));
        let service = attributes
            .filter(|attribute| text(attribute, "key") == "service.name")
            .find_map(|attribute| attribute.get("value")?.get("stringValue")?.as_str())
            .unwrap_or("unknown");
        // Before version 0.16 of the protocol scopes were instrumentation libraries.
        let scopes =
            list(resource, "scopeSpans").chain(list(resource, "instrumentationLibrarySpans"));
        for span in scopes.flat_map(|scope| list(scope, "spans")) {
            let trace = text(span, "traceId").to_owned();
            let parent = text(span, "parentSpanId");
            let parent = (!parent.is_empty()).then(|| (trace.clone(), parent.to_owned()));
            let status = span.get("status").and_then(|status| status.get("code"));
            let failed = status.is_some_and(|code| {
                code.as_u64() == Some(2) || code.as_str() == Some("STATUS_CODE_ERROR")
            });
            let (start, end) = (number(span, "startTimeUnixNano"), number(span, "endTimeUnixNano"));
            let service = service.to_owned();
            let id = (trace, text(span, "spanId").to_owned());
            spans.insert(id, Span { service, parent, start, end, failed });
        }
    }
}

fn jaeger(document: &Value, spans: &mut BTreeMap<(String, String), Span>) {
    for trace in list(document, "data") {
        let processes = trace.get("processes");
        for span in list(trace, "spans") {
            let id = text(span, "traceID").to_owned();
            let process = processes.and_then(|all| all.get(text(span, "processID")));
            let service =
                process.or(span.get("process")).map_or("unknown", |p| text(p, "serviceName"));
            let above = list(span, "references").find(|r| text(r, "refType") == "CHILD_OF");
            let parent = above.map(|above| (id.clone(), text(above, "spanID").to_owned()));
            let failed = list(span, "tags").any(|tag| {
                let value = tag.get("value");
                text(tag, "key") == "error"
                    && value
                        .is_some_and(|v| v.as_bool() == Some(true) || v.as_str() == Some("true"))
            });
            let start = number(span, "startTime") * 1e3;
            let end = start + number(span, "duration") * 1e3;
            let service = service.to_owned();
            let key = (id, text(span, "spanID").to_owned());
            spans.insert(key, Span { service, parent, start, end, failed });
        }
    }
}
