//! Measures in tables: a row for an edge or a node, a column for a quantity, whose name tells its unit.

use serde_json::Value;

use super::{Fault, Measure, Metrics, Of, Record};
use crate::syntax::nearest;

/// What a column can hold: its name, and what that means.
pub const QUANTITIES: &[(&str, &str)] = &[
    ("rate", "calls a second"),
    ("rps", "calls a second"),
    ("rate_per_min", "calls a minute"),
    ("latency_ms", "ms"),
    ("p50_ms", "ms"),
    ("p95_ms", "ms"),
    ("p99_ms", "ms"),
    ("latency_s", "s"),
    ("errors", "share of calls that fail, 0 to 1"),
    ("err", "share of calls that fail, 0 to 1"),
    ("errors_percent", "share of calls that fail, 0 to 100"),
    ("utilisation", "share of what it can do, 0 to 1"),
    ("utilization", "share of what it can do, 0 to 1"),
    ("utilisation_percent", "share of what it can do, 0 to 100"),
    ("utilization_percent", "share of what it can do, 0 to 100"),
];

/// Columns that say of what a row is.
const SUBJECTS: [&str; 4] = ["edge", "node", "from", "to"];

/// Puts `number`, of a column of this name, into `measure`; says what is wrong with it.
fn put(measure: &mut Measure, column: &str, number: f64) -> Result<(), String> {
    if !number.is_finite() || number < 0.0 {
        return Err(format!("`{column}` is {number}; write a number from 0"));
    }
    let share = |number: f64, most: f64| {
        if number > most {
            Err(format!("`{column}` is {number}; it is a share, 0 to {most}"))
        } else {
            Ok(Some(number / most))
        }
    };
    match column {
        "rate" | "rps" => measure.rate = Some(number),
        "rate_per_min" => measure.rate = Some(number / 60.0),
        "latency_ms" | "p50_ms" | "p95_ms" | "p99_ms" => measure.latency_ms = Some(number),
        "latency_s" => measure.latency_ms = Some(number * 1000.0),
        "errors" | "err" => measure.errors = share(number, 1.0)?,
        "errors_percent" => measure.errors = share(number, 100.0)?,
        "utilisation" | "utilization" => measure.used = Some(number),
        "utilisation_percent" | "utilization_percent" => measure.used = Some(number / 100.0),
        _ => {}
    }
    Ok(())
}

/// Why a column of this name cannot be used, if that is a pity.
fn misnamed(column: &str) -> Option<String> {
    match column {
        "latency" | "p50" | "p95" | "p99" | "duration" => Some(
            format!("`{column}` has no unit; write `{column}_ms`").replace("duration", "latency"),
        ),
        "throughput" | "requests" | "calls" => {
            Some(format!("`{column}` has no unit; write `rate` for calls a second"))
        }
        _ => None,
    }
}

fn is_quantity(column: &str) -> bool {
    QUANTITIES.iter().any(|(name, _)| *name == column)
}

/// The two ends that `a -> b` names.
fn ends(text: &str) -> Option<(String, String)> {
    let (from, to) = text.split_once("->")?;
    let (from, to) = (from.trim().trim_end_matches('-').trim(), to.trim());
    (!from.is_empty() && !to.is_empty()).then(|| (from.to_owned(), to.to_owned()))
}

/// What a row is of, by what its columns of [`SUBJECTS`] hold.
fn subject(of: impl Fn(&str) -> Option<String>) -> Result<Of, String> {
    let filled = |column| of(column).filter(|text| !text.trim().is_empty());
    match (filled("edge"), filled("node"), filled("from"), filled("to")) {
        (Some(edge), None, None, None) => {
            ends(&edge).map(|(from, to)| Of::Edge(from, to)).ok_or_else(|| {
                format!("`{edge}` is no edge; write both ends with an arrow, say `kong -> auth`")
            })
        }
        (None, Some(node), None, None) => Ok(Of::Node(node.trim().to_owned())),
        (None, None, Some(from), Some(to)) => {
            Ok(Of::Edge(from.trim().to_owned(), to.trim().to_owned()))
        }
        _ => Err("a row says what it is of: an `edge`, a `node`, or `from` and `to`".to_owned()),
    }
}

pub(super) fn csv(text: &str) -> Result<Metrics, Fault> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let fault = |line: u64, message: String| Fault {
        line: usize::try_from(line).unwrap_or(usize::MAX).max(1),
        message,
    };
    let broken = |cause: &csv::Error| {
        fault(cause.position().map_or(1, csv::Position::line), format!("this is no table: {cause}"))
    };
    let head = reader.headers().map_err(|cause| broken(&cause))?.clone();
    let columns: Vec<String> = head.iter().map(str::to_ascii_lowercase).collect();
    if !columns.iter().any(|column| SUBJECTS.contains(&column.as_str())) {
        let near = columns.iter().find_map(|column| nearest(column, SUBJECTS));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let message = format!(
            "the first line names the columns, one of them `edge` or `node`, say \
             `edge,rate,latency_ms,errors`{hint}"
        );
        return Err(fault(1, message));
    }
    if let Some(message) = columns.iter().find_map(|column| misnamed(column)) {
        return Err(fault(1, message));
    }
    let mut metrics = Metrics { ignored: ignored(&columns), ..Metrics::default() };
    for row in reader.records() {
        let row = row.map_err(|cause| broken(&cause))?;
        let line = row.position().map_or(1, csv::Position::line);
        let cell = |name: &str| {
            let place = columns.iter().position(|column| column == name)?;
            row.get(place).map(str::to_owned)
        };
        let of = subject(cell).map_err(|message| fault(line, message))?;
        let mut measure = Measure::default();
        for (column, text) in columns.iter().zip(row.iter()) {
            if !is_quantity(column) || text.is_empty() {
                continue;
            }
            let number = text.parse().ok();
            let number = number.ok_or_else(|| {
                fault(line, format!("`{text}` in column `{column}` is no number"))
            })?;
            put(&mut measure, column, number).map_err(|message| fault(line, message))?;
        }
        metrics.records.push(Record { of, measure, line: fault(line, String::new()).line });
    }
    Ok(metrics)
}

fn ignored(columns: &[String]) -> Vec<String> {
    let is_known = |column: &&String| is_quantity(column) || SUBJECTS.contains(&column.as_str());
    columns.iter().filter(|column| !is_known(column)).cloned().collect()
}

/// An array of rows, or an object with such arrays under `edges` and `nodes`, and a `map` of names to ids.
pub(super) fn json(document: &Value) -> Result<Metrics, Fault> {
    let fault = |message: String| Fault { line: 1, message };
    let mut metrics = Metrics::default();
    let mut rows: Vec<&Value> = Vec::new();
    match document {
        Value::Array(all) => rows.extend(all),
        Value::Object(parts) => {
            for (name, part) in parts {
                match (name.as_str(), part) {
                    ("edges" | "nodes", Value::Array(all)) => rows.extend(all),
                    ("map", Value::Object(map)) => {
                        for (from, to) in map {
                            let to = to.as_str().ok_or_else(|| {
                                fault(format!(
                                    "`map.{from}` is no text: write the id it stands for"
                                ))
                            })?;
                            metrics.map.push((from.clone(), to.to_owned()));
                        }
                    }
                    _ => metrics.ignored.push(name.clone()),
                }
            }
        }
        _ => return Err(fault("write a list of rows, or `edges` and `nodes`".to_owned())),
    }
    for (row, number) in rows.into_iter().zip(1..) {
        let place = |message: String| fault(format!("row {number}: {message}"));
        let cells = row.as_object().ok_or_else(|| place("it is no object".to_owned()))?;
        let cell = |name: &str| cells.get(name).and_then(Value::as_str).map(str::to_owned);
        let of = subject(cell).map_err(place)?;
        let mut measure = Measure::default();
        for (column, value) in cells {
            if let Some(message) = misnamed(column) {
                return Err(place(message));
            }
            if !is_quantity(column) || value.is_null() {
                if !SUBJECTS.contains(&column.as_str()) && !metrics.ignored.contains(column) {
                    metrics.ignored.push(column.clone());
                }
                continue;
            }
            let number =
                value.as_f64().ok_or_else(|| place(format!("`{column}` is {value}, no number")))?;
            put(&mut measure, column, number).map_err(place)?;
        }
        metrics.records.push(Record { of, measure, line: 0 });
    }
    Ok(metrics)
}
