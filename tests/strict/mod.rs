//! Mermaid's grammar to the letter, as a second reading to compare Veduta's with.
//!
//! It takes only what Mermaid takes and knows no recovery, no places and no portability, so that it is short enough to be
//! checked against the grammar by eye: preprocessing, then tokens, then statements. Texts that Mermaid refuses give `None`.

#![allow(dead_code, reason = "each test target that shares this uses a part of it")]

pub(crate) mod veduta;

/// What a text declares, each statement as one line in words of its own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) groups: Vec<String>,
    pub(crate) nodes: Vec<String>,
    pub(crate) edges: Vec<String>,
    pub(crate) aligns: Vec<String>,
    pub(crate) title: Option<String>,
    pub(crate) acc_title: Option<String>,
    pub(crate) acc_descr: Option<String>,
}

/// The model of a text that Mermaid accepts.
pub(crate) fn read(text: &str) -> Option<Model> {
    let text = preprocessed(text.trim_start_matches('\u{feff}'));
    let mut strict = Strict { rest: &text, model: Model::default() };
    strict.skip_lines();
    strict.eat("architecture-beta")?;
    loop {
        strict.skip_lines();
        if strict.rest.is_empty() {
            return Some(strict.model);
        }
        strict.statement()?;
        strict.skip_hidden();
        if !strict.rest.is_empty() {
            strict.eat("\n")?;
        }
    }
}

/// The lines that Mermaid takes away before its grammar sees the text, counted up to its line `line` (from 1): what has to
/// be added to a line it tells.
pub(crate) fn n_lines_taken(text: &str, line: usize) -> usize {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let body = without_frontmatter(&text);
    let above = text[..text.len() - body.len()].matches('\n').count();
    let (mut taken, mut seen) = (above, 0);
    for one in body.split_inclusive('\n') {
        if is_comment(one) {
            taken += 1;
        } else {
            seen += 1;
        }
        if seen == line {
            break;
        }
    }
    taken
}

fn preprocessed(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut body = without_frontmatter(&text).to_owned();
    while let Some(start) = body.find("%%{") {
        let Some(len) = body[start..].find("}%%") else { break };
        body.replace_range(start..start + len + 3, "");
    }
    body.split_inclusive('\n').filter(|line| !is_comment(line)).collect()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().strip_prefix("%%").is_some_and(|rest| !rest.starts_with('{'))
}

fn without_frontmatter(text: &str) -> &str {
    let trimmed = text.trim_start();
    let indent = &text[..text.len() - trimmed.len()];
    let indent = indent.rsplit('\n').next().unwrap_or_default();
    let Some((first, rest)) = trimmed.split_once('\n') else { return text };
    if first.trim_end() != "---" {
        return text;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if line.strip_prefix(indent).is_some_and(|line| line.trim_end() == "---") {
            return &rest[at..];
        }
    }
    text
}

const RESERVED: [&str; 8] =
    ["architecture-beta", "group", "service", "junction", "align", "row", "column", "in"];

struct Strict<'t> {
    rest: &'t str,
    model: Model,
}

impl<'t> Strict<'t> {
    fn statement(&mut self) -> Option<()> {
        if self.rest.starts_with("title") || self.rest.starts_with("acc") {
            return self.text_statement();
        }
        let start = self.rest;
        match self.word()? {
            "group" => {
                let (id, icon, title) = (self.id()?, self.icon(), self.title());
                let line = format!("{id}{icon}{title}{}", self.parent()?);
                self.model.groups.push(line);
            }
            "service" => {
                let id = self.id()?;
                let text = self.string();
                let icon = if text.is_empty() { self.icon() } else { text };
                let line = format!("service {id}{icon}{}{}", self.title(), self.parent()?);
                self.model.nodes.push(line);
            }
            "junction" => {
                let line = format!("junction {}{}", self.id()?, self.parent()?);
                self.model.nodes.push(line);
            }
            "align" => self.align()?,
            _ => {
                self.rest = start;
                self.edge()?;
            }
        }
        Some(())
    }

    fn text_statement(&mut self) -> Option<()> {
        let line_end = self.rest.find('\n').unwrap_or(self.rest.len());
        let line = &self.rest[..line_end];
        let line = line.split("%%").next()?;
        let words = |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
        if let Some(title) = line.strip_prefix("accTitle") {
            self.model.acc_title = words(title.trim_start().strip_prefix(':')?);
        } else if let Some(descr) = self.rest.strip_prefix("accDescr") {
            if let Some(block) = descr.trim_start().strip_prefix('{') {
                let (inner, rest) = block.split_once('}')?;
                self.model.acc_descr = words(inner);
                self.rest = rest;
                return Some(());
            }
            self.model.acc_descr = words(line["accDescr".len()..].trim_start().strip_prefix(':')?);
        } else {
            let title = line.strip_prefix("title")?;
            (title.is_empty() || title.starts_with([' ', '\t'])).then_some(())?;
            self.model.title = words(title);
        }
        self.rest = &self.rest[line_end..];
        Some(())
    }

    fn align(&mut self) -> Option<()> {
        let axis = self.word().filter(|axis| matches!(*axis, "row" | "column"))?;
        let mut line = axis.to_owned();
        while let Some(member) = self.id() {
            line.push(' ');
            line.push_str(member);
        }
        (line.split(' ').count() > 2).then(|| self.model.aligns.push(line))
    }

    fn edge(&mut self) -> Option<()> {
        let from = self.id()?;
        let from_mark = self.eat("{group}").is_some();
        self.eat(":")?;
        let (from_side, tail) = (self.side()?, self.head());
        let label = match self.eat("--") {
            Some(()) => String::new(),
            None => {
                self.eat("-")?;
                let label = self.title();
                self.eat("-")?;
                Some(label).filter(|label| !label.is_empty())?
            }
        };
        let (head, to_side) = (self.head(), self.side()?);
        self.eat(":")?;
        let to = self.id()?;
        let to_mark = self.eat("{group}").is_some();
        self.model.edges.push(format!(
            "{from} {from_side} {from_mark} {tail} {label} {head} {to_mark} {to_side} {to}"
        ));
        Some(())
    }

    fn side(&mut self) -> Option<char> {
        ['L', 'R', 'T', 'B'].into_iter().find(|side| self.eat(side.encode_utf8(&mut [0])).is_some())
    }

    fn head(&mut self) -> bool {
        self.eat("<").or_else(|| self.eat(">")).is_some()
    }

    /// ` (icon)`, or nothing.
    fn icon(&mut self) -> String {
        let is_icon = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
        self.bracketed('(', ')', |inner| !inner.is_empty() && inner.chars().all(is_icon))
            .map_or_else(String::new, |inner| format!(" ({inner})"))
    }

    /// ` [title]`, or nothing.
    fn title(&mut self) -> String {
        self.skip_hidden();
        for quote in ['"', '\''] {
            let Some(after) = self.rest.strip_prefix('[').and_then(|r| r.strip_prefix(quote))
            else {
                continue;
            };
            if let Some((inner, rest)) = quoted(after, quote)
                && let Some(rest) = rest.strip_prefix(']')
            {
                self.rest = rest;
                return format!(" [{}]", shown(inner));
            }
        }
        let Some(inner) =
            self.bracketed('[', ']', |inner| !inner.is_empty() && !inner.contains(['[', '\n']))
        else {
            return String::new();
        };
        let inner = inner.trim();
        let stripped = ['"', '\''].into_iter().find_map(|q| inner.strip_prefix(q)?.strip_suffix(q));
        format!(" [{}]", shown(stripped.unwrap_or(inner)))
    }

    /// ` "text"`, or nothing.
    fn string(&mut self) -> String {
        self.skip_hidden();
        let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return String::new();
        };
        let Some((inner, rest)) = quoted(&self.rest[1..], quote) else { return String::new() };
        self.rest = rest;
        format!(" \"{}\"", unescaped(inner))
    }

    fn bracketed(
        &mut self,
        open: char,
        close: char,
        is_inner: impl Fn(&str) -> bool,
    ) -> Option<&'t str> {
        self.skip_hidden();
        let (inner, rest) = self.rest.strip_prefix(open)?.split_once(close)?;
        is_inner(inner).then(|| self.rest = rest)?;
        Some(inner)
    }

    /// ` in parent`, or nothing.
    fn parent(&mut self) -> Option<String> {
        let start = self.rest;
        match self.word() {
            Some("in") => Some(format!(" in {}", self.id()?)),
            _ => {
                self.rest = start;
                Some(String::new())
            }
        }
    }

    /// A word that may name something: not of the language, nor begun like a side or a title.
    fn id(&mut self) -> Option<&'t str> {
        let start = self.rest;
        let is_id = |id: &&str| {
            !RESERVED.contains(id)
                && !id.starts_with(['L', 'R', 'T', 'B'])
                && !id.starts_with("title")
        };
        let id = self.word().filter(is_id);
        if id.is_none() {
            self.rest = start;
        }
        id
    }

    fn word(&mut self) -> Option<&'t str> {
        self.skip_hidden();
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let len = self.rest.find(|c| !is_word(c) && c != '-').unwrap_or(self.rest.len());
        let id = self.rest[..len].trim_end_matches('-');
        (!id.is_empty() && !id.starts_with('-')).then(|| self.rest = &self.rest[id.len()..])?;
        Some(id)
    }

    fn eat(&mut self, token: &str) -> Option<()> {
        self.skip_hidden();
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn skip_hidden(&mut self) {
        loop {
            let before = self.rest;
            self.rest = self.rest.trim_start_matches([' ', '\t']);
            if self.rest.starts_with("%%") {
                self.rest = &self.rest[self.rest.find('\n').unwrap_or(self.rest.len())..];
            } else if self.rest.starts_with("---")
                && let Some(len) = self.rest[3..].find("---")
            {
                self.rest = &self.rest[len + 6..];
            }
            if self.rest.len() == before.len() {
                return;
            }
        }
    }

    fn skip_lines(&mut self) {
        self.skip_hidden();
        while self.eat("\n").is_some() {
            self.skip_hidden();
        }
    }
}

/// The title without what stands for a character: Mermaid shows `&amp;` as it is written, Veduta the character.
fn shown(title: &str) -> String {
    unescaped(title).trim().replace("&amp;", "&").replace("#quot;", "\"")
}

/// Up to the quote that closes, and what follows it.
fn quoted(text: &str, quote: char) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    let end = text.find(|c| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })?;
    Some((&text[..end], &text[end + 1..]))
}

fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\'", "'")
}
