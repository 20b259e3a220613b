//! What was measured in a running system, and on which edges of its diagram that was.
//!
//! [`read`] takes a table (CSV or JSON), a snapshot in Prometheus' text format, or traces (OpenTelemetry's JSON, one document or one
//! a line, or Jaeger's) and gives [`Record`]s between names as they are in that file. [`assign`] finds the names in a
//! diagram: by a map that a person has written, by id, by label, and else it proposes what may be meant. A call between two
//! services that the diagram joins through junctions counts on every edge of the way.

mod assign;
mod prometheus;
mod table;
mod traces;

use std::fmt;

pub use assign::{Assigned, Unmatched, assign};
pub use table::QUANTITIES;

/// What was measured of one thing; what is `None` was not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// Calls a second; not below zero.
    pub rate: Option<f64>,
    /// How long a call takes, ms; not below zero.
    pub latency_ms: Option<f64>,
    /// The share of calls that fail, 0 to 1.
    pub errors: Option<f64>,
    /// How much of what it can do it does, 0 to 1, and above where it is overloaded.
    pub used: Option<f64>,
}

/// What a measure is of, by the names in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A service.
    Node(String),
    /// What one calls the other for.
    Edge(String, String),
}

/// One measure of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Of what.
    pub of: Of,
    /// How much.
    pub measure: Measure,
    /// Where it is written, counted from 1; 0 where it is a sum of many lines.
    pub line: usize,
}

/// What a file of measures says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Everything measured, in the order of the file.
    pub records: Vec<Record>,
    /// Names in the file and the ids they stand for, as a person has written them down.
    pub map: Vec<(String, String)>,
    /// Columns and series that mean nothing here.
    pub ignored: Vec<String>,
}

/// A form that measures are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A table with a head, fields parted by commas.
    Csv,
    /// JSON: a table, or traces.
    Json,
    /// Prometheus' text format.
    Prometheus,
}

/// Why a file tells nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// Where, counted from 1.
    pub line: usize,
    /// What is wrong, and how to mend it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(name) => f.write_str(name),
            Self::Edge(from, to) => write!(f, "{from} -> {to}"),
        }
    }
}

impl Form {
    /// The form that the end of a file's name tells: `.csv`, `.json`, `.jsonl`, `.prom` or `.txt`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        Some(match end.to_ascii_lowercase().as_str() {
            "csv" => Self::Csv,
            "json" | "jsonl" | "ndjson" => Self::Json,
            "prom" | "txt" => Self::Prometheus,
            _ => return None,
        })
    }
}

/// What `text`, in this form, says.
///
/// # Errors
///
/// If it is not in this form, or a number is none, negative, or has no unit.
pub fn read(text: &str, form: Form) -> Result<Metrics, Fault> {
    let metrics = match form {
        Form::Csv => table::csv(text),
        Form::Json => json(text),
        Form::Prometheus => prometheus::read(text),
    }?;
    if metrics.records.is_empty() {
        let message = match form {
            Form::Prometheus => {
                "no series tells who calls whom: each needs a label such as `source` or `client`, and one such as \
                 `destination` or `server`"
            }
            Form::Csv | Form::Json => "there is nothing in it that was measured",
        };
        return Err(Fault { line: 1, message: message.to_owned() });
    }
    Ok(metrics)
}

/// A table or traces, in one document or in one a line.
fn json(text: &str) -> Result<Metrics, Fault> {
    let whole = serde_json::from_str::<serde_json::Value>(text);
    let documents = match whole {
        Ok(document) => vec![document],
        Err(cause) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let lines: Result<Vec<_>, _> = lines.map(serde_json::from_str).collect();
            lines.ok().filter(|lines| lines.len() > 1).ok_or_else(|| Fault {
                line: cause.line().max(1),
                message: format!("this is not JSON: {cause}"),
            })?
        }
    };
    if documents.iter().any(traces::is_traces) {
        return traces::read(&documents);
    }
    match documents.as_slice() {
        [document] => table::json(document),
        _ => {
            Err(Fault { line: 2, message: "several documents are read only of traces".to_owned() })
        }
    }
}

#[cfg(test)]
mod tests;
