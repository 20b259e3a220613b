//! The words that statements begin with, what to do with one that is not known, and the statements that are only text.

use super::nearest::nearest;
use super::reader::{Reader, Reported, excerpt};
use super::{Diagnostic, Span, Spanned};

/// What a statement may begin with, for hints.
pub(super) const STATEMENTS: &str = "a statement begins with `group`, `service`, `junction` or `align`, \
     or is an edge such as `a:R --> L:b`";

/// A word that begins a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Group,
    Service,
    Junction,
    Align,
    Title,
    AccTitle,
    AccDescr,
    Direction,
}

const KEYWORDS: [(&str, Keyword); 8] = [
    ("group", Keyword::Group),
    ("service", Keyword::Service),
    ("junction", Keyword::Junction),
    ("align", Keyword::Align),
    ("title", Keyword::Title),
    ("accTitle", Keyword::AccTitle),
    ("accDescr", Keyword::AccDescr),
    ("direction", Keyword::Direction),
];

/// The keyword that `word` is.
pub(super) fn keyword(word: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|(name, _)| *name == word).map(|&(_, keyword)| keyword)
}

/// Whether Mermaid reads `word` as part of the language wherever it stands.
pub(super) fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "architecture-beta" | "group" | "service" | "junction" | "align" | "in" | "row" | "column"
    )
}

impl Reader<'_> {
    /// Whether what follows a statement's first word makes it the left-hand end of an edge.
    pub(super) fn is_edge_ahead(&self, keyword: Option<Keyword>) -> bool {
        let ahead = self.rest().trim_start_matches([' ', '\t']);
        let mut bytes = ahead.bytes();
        match (keyword, bytes.next()) {
            (Some(Keyword::AccTitle), Some(b':'))
            | (Some(Keyword::AccDescr), Some(b':' | b'{')) => false,
            // After a blank Mermaid reads a title, whatever it looks like.
            (Some(Keyword::Title), Some(b':')) if self.peek() == Some(b':') => {
                let line = ahead.split(['\n', '\r']).next().unwrap_or_default();
                line.contains("--") || line.contains("-[")
            }
            (Some(Keyword::Title), _) => false,
            (Some(_), Some(b'-')) => ahead.starts_with("--") || ahead.starts_with("-["),
            (_, Some(b':' | b'{' | b'-' | b'<' | b'>' | b'=')) => true,
            (_, Some(b'(')) => is_old_port(&ahead[1..]),
            (_, Some(b'L' | b'R' | b'T' | b'B')) => is_old_port(ahead),
            _ => false,
        }
    }

    /// A word that begins no statement; where it is clear what was meant, that is read.
    pub(super) fn unknown_statement(&mut self, word: Span) -> Result<(), Reported> {
        let text = self.slice(word);
        if text == "architecture-beta" {
            let error = Diagnostic::error("repeated-header", word, "the header stands here again");
            self.report(error.hint("one diagram a text: delete this line"));
            return Ok(());
        }
        let message = format!("no statement begins with `{}`", excerpt(text));
        let error = Diagnostic::error("unknown-statement", word, message);
        if matches!(text, "cloud" | "database" | "disk" | "internet" | "server") {
            self.report(error.hint(format!("write `service NAME({text})[Title]`")));
            let icon = Some(self.spanned(word));
            return self.service(word.start, icon);
        }
        if self.rest().trim_start().starts_with('&') {
            return Err(
                self.report(error.hint("nothing joins ids: write each edge in a line of its own"))
            );
        }
        if let Some(hint) = foreign_hint(text) {
            return Err(self.report(error.hint(hint)));
        }
        let names = KEYWORDS.iter().map(|&(name, _)| name);
        let line = self.rest_of_line();
        let has_more = self.slice(line).trim_start().len() < self.slice(line).len();
        let meant = nearest(text, names).filter(|_| has_more);
        match meant.and_then(|name| keyword(name).map(|keyword| (name, keyword))) {
            Some((name, keyword)) => {
                self.report(error.hint(format!("did you mean `{name}`?")));
                self.keyword_statement(keyword, word.start)
            }
            None => Err(self.report(error.hint(STATEMENTS))),
        }
    }

    /// `title The title`
    pub(super) fn diagram_title(&mut self, start: usize) -> Result<(), Reported> {
        if !self.at_line_end() && !matches!(self.peek(), Some(b' ' | b'\t')) {
            let message = "the word `title` is followed by a blank and the title";
            let error = Diagnostic::error("bad-title", self.since(start), message);
            self.report(error.hint("write `title The title`"));
            self.at += usize::from(self.peek() == Some(b':'));
        }
        let title = self.text_to_comment();
        if !title.value.is_empty() {
            let message = "Mermaid 12.3 does not draw the title of an architecture diagram";
            self.report(Diagnostic::note("portable-diagram-title", title.span, message));
        }
        self.document.title = Some(title);
        Ok(())
    }

    /// `accTitle: text`
    pub(super) fn acc_title(&mut self, start: usize) -> Result<(), Reported> {
        self.expect_colon(start, "accTitle")?;
        self.document.acc_title = Some(self.text_to_comment());
        Ok(())
    }

    /// `accDescr: text` or `accDescr { text over several lines }`
    pub(super) fn acc_descr(&mut self, start: usize) -> Result<(), Reported> {
        let blanks = self.rest().len() - self.rest().trim_start().len();
        if self.peek_at(blanks) == Some(b'{') {
            self.at += blanks;
            return self.acc_descr_block();
        }
        self.expect_colon(start, "accDescr")?;
        self.document.acc_descr = Some(self.text_to_comment());
        Ok(())
    }

    fn acc_descr_block(&mut self) -> Result<(), Reported> {
        let open = self.at;
        let Some(close) = self.find_brace() else {
            let span = Span::new(open, open + 1);
            let error =
                Diagnostic::error("unclosed-description", span, "this description is not closed");
            return Err(self.report(error.hint("end it with `}`")));
        };
        let span = Span::new(open + 1, close);
        self.at = close + 1;
        let lines = self.slice(span).split(['\n', '\r']).map(one_blank_a_gap).enumerate();
        // Only a comment that has a line for itself is one here, to Mermaid too.
        let is_text = |(n, line): &(usize, String)| *n == 0 || !line.starts_with("%%");
        let kept = lines.filter(is_text).map(|(_, line)| line).filter(|line| !line.is_empty());
        let kept: Vec<String> = kept.collect();
        self.document.acc_descr = Some(Spanned { value: kept.join("\n"), span });
        Ok(())
    }

    fn expect_colon(&mut self, start: usize, word: &str) -> Result<(), Reported> {
        let span = self.since(start);
        self.skip_spaces();
        if self.eat(":") {
            return Ok(());
        }
        let error =
            Diagnostic::error("missing-colon", span, format!("`{word}` is followed by a colon"));
        Err(self.report(error.hint(format!("write `{word}: text`"))))
    }

    /// The text up to a comment or the end of the line.
    fn text_to_comment(&mut self) -> Spanned<String> {
        let line = self.rest_of_line();
        let text = self.slice(line);
        let text = text.find("%%").map_or(text, |at| &text[..at]);
        self.at = line.start + text.len();
        let blanks = text.len() - text.trim_start().len();
        let value = one_blank_a_gap(text);
        let start = (line.start + blanks).min(self.at);
        Spanned { value, span: Span::new(start, start + text.trim().len()) }
    }
}

/// `text` trimmed, each run of blanks in it made one.
fn one_blank_a_gap(text: &str) -> String {
    let words: Vec<&str> = text.trim().split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether a side and an arrow come next, as in the first proposal of the language (`a L--R b`, `a (L--R) b`).
fn is_old_port(text: &str) -> bool {
    let mut chars = text.chars();
    let is_side = matches!(chars.next(), Some('L' | 'R' | 'T' | 'B'));
    let after = chars.as_str().trim_start_matches([' ', '\t']);
    is_side && (after.starts_with(['-', '<', '>']) || after.starts_with("=="))
}

/// What to say about a word of another diagram type.
fn foreign_hint(word: &str) -> Option<&'static str> {
    Some(match word {
        "subgraph" => "write `group id[Title]`, and `in id` after each member",
        "end" => "groups are not closed: write `in GROUP` after each member",
        "class" | "classDef" | "linkStyle" | "style" => {
            "architecture diagrams have no styles of single elements; set `themeVariables` in the frontmatter"
        }
        "in" => {
            "`in GROUP` stands in the line of the declaration: `service id(icon)[Title] in GROUP`"
        }
        "click" | "href" | "link" => "architecture diagrams have no links",
        "flowchart" | "graph" | "sequenceDiagram" | "classDiagram" => {
            "another diagram begins here; one diagram a text"
        }
        "component" | "container" | "node" | "queue" | "storage" => {
            "write `service id(icon)[Title]`"
        }
        _ => return None,
    })
}
