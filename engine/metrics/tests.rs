use super::*;
use crate::graph::Graph;

fn graph() -> Graph {
    let text = "architecture-beta\ngroup shop[Shop]\nservice kong[Kong Gateway] in shop\n\
        service auth[Auth Service] in shop\nservice payment[Payment] in shop\njunction hub in shop\n\
        service redis[Redis]\nkong:R --> L:hub\nhub:R --> L:auth\nhub:B --> T:payment\n\
        auth:R --> L:redis\n";
    crate::graph::resolve(&crate::syntax::parse(text).0).0
}

/// What a file says: a line for each record.
fn said(text: &str, form: Form) -> String {
    match read(text, form) {
        Ok(metrics) => {
            let number = |n: Option<f64>| n.map_or("-".to_owned(), |n| format!("{n:.3}"));
            let line = |record: &Record| {
                let Measure { rate, latency_ms, errors, used } = record.measure;
                let numbers = [rate, latency_ms, errors, used].map(number);
                format!("{}: {}", record.of, numbers.join(" "))
            };
            metrics.records.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let check = |text: &str, expected: &str| assert_eq!(said(text, Form::Csv), expected, "{text}");
    check("edge,rate,p95_ms,err\nkong -> auth,12,40,0.01\n", "kong -> auth: 12.000 40.000 0.010 -");
    check("from,to,rate_per_min\nkong,auth,120\n", "kong -> auth: 2.000 - - -");
    check("Node,Utilisation_Percent\nredis, 40\n", "redis: - - - 0.400");
    check("node,latency_s,errors_percent\nredis,0.25,3\n", "redis: - 250.000 0.030 -");
    check("edge,rate\nkong-->auth,\n", "kong -> auth: - - - -");
    check(
        "",
        "1: the first line names the columns, one of them `edge` or `node`, say `edge,rate,latency_ms,errors`",
    );
    check(
        "egde,rate\n",
        "1: the first line names the columns, one of them `edge` or `node`, say `edge,rate,latency_ms,errors`; did you mean `edge`?",
    );
    check("edge,latency\nkong -> auth,3\n", "1: `latency` has no unit; write `latency_ms`");
    check(
        "edge,rate\nkong -> auth,1\nkong auth,3\n",
        "3: `kong auth` is no edge; write both ends with an arrow, say `kong -> auth`",
    );
    check("edge,rate\nkong -> auth,many\n", "2: `many` in column `rate` is no number");
    check("edge,rate\nkong -> auth,-1\n", "2: `rate` is -1; write a number from 0");
    check("edge,errors\nkong -> auth,7\n", "2: `errors` is 7; it is a share, 0 to 1");
    check("edge,rate\n", "1: there is nothing in it that was measured");
}

#[test]
fn json_is_a_table_too() {
    let check = |text: &str, expected: &str| assert_eq!(said(text, Form::Json), expected, "{text}");
    check(r#"[{"edge": "kong -> auth", "rate": 3}]"#, "kong -> auth: 3.000 - - -");
    check(
        r#"{"map": {"gw": "kong"}, "edges": [{"from": "gw", "to": "auth", "latency_ms": 9}], "nodes": [{"node": "redis", "utilization": 1.5}]}"#,
        "gw -> auth: - 9.000 - -\nredis: - - - 1.500",
    );
    check("{", "1: this is not JSON: EOF while parsing an object at line 1 column 1");
    check("3", "1: write a list of rows, or `edges` and `nodes`");
    check(
        r#"[{"rate": 3}]"#,
        "1: row 1: a row says what it is of: an `edge`, a `node`, or `from` and `to`",
    );
    check(r#"[{"node": "a", "rate": "3"}]"#, "1: row 1: `rate` is \"3\", no number");
    check(r#"{"map": {"gw": 3}}"#, "1: `map.gw` is no text: write the id it stands for");
}

#[test]
fn series_of_prometheus_are_added_up_by_pair() {
    let text = "# HELP istio_requests_total x\n\
        istio_requests_total{source_workload=\"kong\",destination_workload=\"auth\",response_code=\"200\"} 90\n\
        istio_requests_total{source_workload=\"kong\",destination_workload=\"auth\",response_code=\"503\"} 10 1700000000\n\
        traces_service_graph_request_server_seconds_sum{client=\"kong\",server=\"auth\"} 5\n\
        traces_service_graph_request_server_seconds_count{client=\"kong\",server=\"auth\"} 100\n\
        traces_service_graph_request_server_seconds_bucket{client=\"kong\",server=\"auth\",le=\"+Inf\"} 100\n\
        go_goroutines 12\n";
    assert_eq!(said(text, Form::Prometheus), "kong -> auth: 100.000 50.000 0.100 -");
    let ignored = read(text, Form::Prometheus).unwrap().ignored;
    assert_eq!(ignored, ["traces_service_graph_request_server_seconds_bucket", "go_goroutines"]);
    let check = |text: &str, expected: &str| {
        let found = said(text, Form::Prometheus);
        assert!(found.starts_with(expected), "{text}: {found}");
    };
    check("rps{source=\"a \\\"b\\\"\",dst=\"c\"} 2\n", "a \"b\" -> c: 2.000 - - -");
    check("rps{source=\"a\n", "1: this is no series");
    check("up 1\nrps 2 3 4 x{\n", "1: no series tells who calls whom");
    check("rps{source=\"a\",dst=\"c\"} two\n", "1: this is no series");
}

#[test]
fn calls_between_services_are_counted_in_traces() {
    let span = |id: &str, parent: &str, start: u64, end: u64, code: u64| {
        format!(
            r#"{{"traceId":"t","spanId":"{id}","parentSpanId":"{parent}","startTimeUnixNano":"{start}","endTimeUnixNano":"{end}","status":{{"code":{code}}}}}"#
        )
    };
    let resource = |name: &str, spans: &[String]| {
        format!(
            r#"{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"{name}"}}}}]}},"scopeSpans":[{{"spans":[{}]}}]}}"#,
            spans.join(",")
        )
    };
    let kong = resource("kong", &[span("1", "", 0, 2_000_000_000, 0), span("2", "1", 0, 9, 0)]);
    let auth =
        resource("auth", &[span("3", "2", 0, 40_000_000, 2), span("4", "1", 0, 10_000_000, 0)]);
    let expected = "kong: 0.500 2000.000 0.000 -\nkong -> auth: 1.000 40.000 0.500 -";
    let whole = format!(r#"{{"resourceSpans":[{kong},{auth}]}}"#);
    assert_eq!(said(&whole, Form::Json), expected);
    let lines = format!("{{\"resourceSpans\":[{kong}]}}\n{{\"resourceSpans\":[{auth}]}}\n");
    assert_eq!(said(&lines, Form::Json), expected);
    let jaeger = r#"{"data":[{"processes":{"p1":{"serviceName":"kong"},"p2":{"serviceName":"auth"}},"spans":[
        {"traceID":"t","spanID":"1","processID":"p1","startTime":0,"duration":2000000},
        {"traceID":"t","spanID":"2","processID":"p2","startTime":5,"duration":40000,
         "references":[{"refType":"CHILD_OF","spanID":"1"}],"tags":[{"key":"error","value":true}]}]}]}"#;
    let expected = "kong: 0.500 2000.000 0.000 -\nkong -> auth: 0.500 40.000 1.000 -";
    assert_eq!(said(jaeger, Form::Json), expected);
    assert_eq!(said(r#"{"resourceSpans":[]}"#, Form::Json), "1: there is no span in these traces");
}

#[test]
fn names_are_found_in_the_diagram_and_calls_go_through_junctions() {
    let graph = graph();
    let check = |row: &str, rates: [f64; 4], unmatched: &str| {
        let metrics = read(&format!("edge,rate\n{row}\n"), Form::Csv).unwrap();
        let assigned = assign(&metrics, &graph);
        let found: Vec<f64> = assigned.edges.iter().map(|m| m.rate.unwrap_or(0.0)).collect();
        assert_eq!(found, rates, "{row}");
        let told = assigned.unmatched.iter().map(|u| format!("{} {:?}", u.reason, u.proposals));
        assert_eq!(told.collect::<String>(), unmatched, "{row}");
    };
    check("kong -> auth,3", [3.0, 3.0, 0.0, 0.0], "");
    check("kong -> auth,3\nkong -> payment,4", [7.0, 3.0, 4.0, 0.0], "");
    check("Kong gateway -> PAYMENT,4", [4.0, 0.0, 4.0, 0.0], "");
    check("auth -> redis,2", [0.0, 0.0, 0.0, 2.0], "");
    check("hub -> auth,2", [0.0, 2.0, 0.0, 0.0], "");
    check("kong -> redis,2", [0.0; 4], "no edge leads from one to the other []");
    check(
        "kong -> payment-service-v2,2",
        [0.0; 4],
        "`payment-service-v2` is nothing in the diagram [(\"payment-service-v2\", \"payment\")]",
    );
    check("kong -> atuh,2", [0.0; 4], "`atuh` is nothing in the diagram [(\"atuh\", \"auth\")]");
    check("kong -> zzzz,2", [0.0; 4], "`zzzz` is nothing in the diagram []");
}

#[test]
fn a_map_goes_before_all_else() {
    let text = r#"{"map": {"a": "kong", "b": "auth"}, "edges": [{"edge": "a -> b", "rate": 5}]}"#;
    let assigned = assign(&read(text, Form::Json).unwrap(), &graph());
    assert_eq!(assigned.edges[0].rate, Some(5.0));
    assert_eq!((assigned.n_matched, assigned.unmatched.len()), (1, 0));
}
