use std::sync::Arc;

use super::*;

fn style() -> TextStyle {
    TextStyle {
        family: "JetBrains Mono, monospace".to_owned(),
        size: 12.0,
        weight: 400.0,
        max_width: None,
        max_lines: 3,
        align: TextAlign::Center,
    }
}

fn wrapped(max_width: f64) -> TextStyle {
    TextStyle { max_width: Some(max_width), ..style() }
}

fn shape(text: &str, style: &TextStyle) -> Arc<Label> {
    Fonts::bundled().shape(text, style)
}

/// The lines as they are read.
fn texts(label: &Label) -> Vec<String> {
    label.lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect()
}

/// Twelve pixels of `JetBrains Mono` are 7.2 wide a letter.
const LETTER: f64 = 7.2;

#[test]
fn lines_end_where_a_reader_expects() {
    let check = |text: &str, n_letters: f64, expected: &[&str]| {
        let label = shape(text, &wrapped(n_letters * LETTER + 0.1));
        assert_eq!(texts(&label), expected, "{text:?} in {n_letters} letters");
        assert!(
            label.lines.iter().all(|line| line.width <= n_letters * LETTER + 0.2),
            "{text:?} is too wide"
        );
    };
    check("", 10.0, &[]);
    check("   ", 10.0, &[]);
    check("<br>", 10.0, &[]);
    check("Redis", 10.0, &["Redis"]);
    check("API Gateway", 11.0, &["API Gateway"]);
    check("API Gateway", 10.0, &["API", "Gateway"]);
    // Balanced: greedy filling would leave `on` alone.
    check("one two six on", 12.0, &["one two", "six on"]);
    check("Image Resize Worker Pool", 19.0, &["Image Resize", "Worker Pool"]);
    check("one<br>two", 10.0, &["one", "two"]);
    check("one<BR />two<br/>six", 10.0, &["one", "two", "six"]);
    check("one\ntwo", 10.0, &["one", "two"]);
    check("one<br><br>two", 10.0, &["one", "", "two"]);
    // Only words that are too long are broken, where they have a joint.
    check("AuthenticationService", 14.0, &["Authentication", "Service"]);
    check("load-balancer-eu-west", 14.0, &["load-balancer-", "eu-west"]);
    check("aaaaaaaaaaaaaaaa", 8.0, &["aaaaaaaa", "aaaaaaaa"]);
    check("CI/CD runs", 5.0, &["CI/CD", "runs"]);
    check("well-known name", 10.0, &["well-known", "name"]);
    // Cut at the number of lines.
    check("one two six ten", 3.0, &["one", "two", "si\u{2026}"]);
    check("a<br>b<br>c<br>d", 9.0, &["a", "b", "c\u{2026}"]);
}

#[test]
fn a_line_without_limit_is_never_broken() {
    let text = "word ".repeat(200);
    assert_eq!(shape(&text, &style()).lines.len(), 1);
    assert_eq!(texts(&shape("a<br>b<br>c", &TextStyle { max_lines: 1, ..style() })), ["a\u{2026}"]);
}

#[test]
fn only_clear_markup_is_markup() {
    let check = |text: &str, expected: &[(&str, &str)]| {
        let faces = |run: &Run| match (run.weight > 500.0, run.italic) {
            (false, false) => "plain",
            (true, false) => "bold",
            (false, true) => "italic",
            (true, true) => "both",
        };
        let label = shape(text, &style());
        let runs: Vec<_> = label
            .lines
            .iter()
            .flat_map(|line| &line.runs)
            .map(|run| (run.text.as_str(), faces(run)))
            .collect();
        assert_eq!(runs, expected, "{text:?}");
    };
    check("a **b** c", &[("a ", "plain"), ("b", "bold"), (" c", "plain")]);
    check("*a*, b", &[("a", "italic"), (", b", "plain")]);
    check("***a***", &[("a", "both")]);
    check("Portal _(React SPA)_", &[("Portal ", "plain"), ("(React SPA)", "italic")]);
    check(
        "a _b c_, **d _e f_**",
        &[("a ", "plain"), ("b c", "italic"), (", ", "plain"), ("d ", "bold"), ("e f", "both")],
    );
    check("**a *b* c**", &[("a ", "bold"), ("b", "both"), (" c", "bold")]);
    for literal in [
        "https://x.org/*.js?a=*&b=1",
        "*.example.com, *.example.org",
        "2 * 3 * 4",
        "snake_case_name, __init__ _id_ _ x _",
        "_private and other_(call)",
        "2*3*4",
        "a_b_c __init__",
        "`*code*` x",
        "**",
        "** a **",
        "*a",
        "user@example.com",
        "<b>x</b>",
        "[link](http://x)",
        "a\\_b",
        "$$x$$",
        "#12 and #abc",
        "AT&T",
        "*/5 * * * *",
    ] {
        check(literal, &[(literal, "plain")]);
    }
    check("#quot;a#quot; &amp; &lt;b&gt; #35;&#x41;", &[("\"a\" & <b> #A", "plain")]);
}

#[test]
fn widths_are_measured() {
    let label = shape("Kong Gateway", &style());
    assert!((label.width - 12.0 * LETTER).abs() < 0.01, "{}", label.width);
    assert!((label.height - 15.6).abs() < 1e-9, "{}", label.height);
    let mut last = 0.0;
    for n_letters in 1..40 {
        let width = shape(&"m".repeat(n_letters), &style()).width;
        assert!(width > last, "{n_letters} letters are {width} wide");
        last = width;
    }
    let bold = shape("Kong Gateway", &TextStyle { weight: 700.0, ..style() });
    assert!(bold.width >= label.width);
    assert_ne!(bold.lines[0].runs[0].font, label.lines[0].runs[0].font, "bold has its own font");
    let semibold = shape("Kong Gateway", &TextStyle { weight: 600.0, ..style() });
    assert_ne!(
        bold.lines[0].runs[0].font, semibold.lines[0].runs[0].font,
        "semibold has its own font"
    );
    assert!(!bold.lines[0].runs[0].embolden && !semibold.lines[0].runs[0].embolden);
}

#[test]
fn lines_stand_where_the_style_says() {
    let label = shape("one<br>three", &style());
    assert_eq!(label.lines.len(), 2);
    assert!((label.lines[0].x - LETTER).abs() < 0.01 && label.lines[1].x == 0.0, "centred");
    assert!((label.lines[1].baseline - label.lines[0].baseline - 12.0 * LINE_HEIGHT).abs() < 1e-9);
    assert!(label.lines[0].baseline > 6.0 && label.lines[0].baseline < 15.6);
    let start = shape("one<br>three", &TextStyle { align: TextAlign::Start, ..style() });
    assert!(start.lines.iter().all(|line| line.x == 0.0));
    for line in &label.lines {
        let run = &line.runs[0];
        assert!(
            (run.x - line.x).abs() < 1e-3 && (f64::from(run.glyphs[0].x) - line.x).abs() < 1e-3,
            "glyphs are placed in the label"
        );
        assert!(run.glyphs.iter().all(|glyph| glyph.y == 0.0), "glyphs stand on the baseline");
    }
}

#[test]
fn the_family_built_in_stands_in() {
    for family in [
        "",
        "JetBrains Mono",
        "\"JetBrains Mono\", monospace",
        "monospace",
        "No Such Face, sans-serif",
        "\"trebuchet ms\", verdana, arial",
        ",;{'",
    ] {
        let label = shape("Veduta", &TextStyle { family: family.to_owned(), ..style() });
        assert_eq!(label.lines[0].runs[0].family, "JetBrains Mono", "{family:?}");
    }
    for weight in [400.0, 600.0, 700.0] {
        assert_eq!(
            shape("*a* b", &TextStyle { weight, ..style() }).lines[0].runs[0].family,
            "JetBrains Mono"
        );
    }
}

#[test]
fn any_script_gives_glyphs() {
    for mut fonts in [Fonts::bundled(), Fonts::with_system()] {
        for text in [
            "\u{5e9}\u{5dc}\u{5d5}\u{5dd} Redis",
            "\u{645}\u{631}\u{62d}\u{628}\u{627}",
            "\u{6570}\u{636e}\u{5e93} \u{670d}\u{52a1}",
            "\u{1f680} go",
            "e\u{301}",
            "\u{e01}\u{e33}",
            "\u{200f}\u{202e}x",
        ] {
            let label = fonts.shape(text, &wrapped(40.0));
            let n_glyphs: usize =
                label.lines.iter().flat_map(|line| &line.runs).map(|run| run.glyphs.len()).sum();
            assert!(n_glyphs > 0 && label.width > 0.0 && label.width.is_finite(), "{text:?}");
        }
    }
}

#[test]
fn titles_keep_their_signs() {
    let ids = |text: &str| -> Vec<u32> {
        let label = shape(text, &style());
        label.lines[0].runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.id).collect()
    };
    let alone = |text: &str| text.chars().flat_map(|c| ids(&c.to_string())).collect::<Vec<_>>();
    for text in ["a--b", "a->b", "x!=y", "www", "==>", "<=", "0xFF", "C++"] {
        assert_eq!(ids(text), alone(text), "{text}");
        let beside = ids(&format!("\u{6570} {text}"));
        assert_eq!(beside.len(), text.len() + 2, "{text}");
        assert!(alone(text).iter().all(|id| beside.contains(id)), "{text}: {beside:?}");
    }
}

/// With the fonts that `.ci/setup` installs every letter is found; without them those scripts are skipped, aloud.
#[test]
fn the_fonts_of_the_system_stand_in() {
    let mut fonts = Fonts::with_system();
    let is_required = std::env::var_os("VEDUTA_REQUIRE_WINDOW").is_some();
    for (script, text) in [
        ("Hebrew", "\u{5e9}\u{5dc}\u{5d5}\u{5dd} Redis"),
        ("Arabic", "\u{645}\u{631}\u{62d}\u{628}\u{627}"),
        ("Chinese", "\u{6570}\u{636e}\u{5e93} \u{670d}\u{52a1}"),
        ("Japanese", "\u{30b5}\u{30fc}\u{30d3}\u{30b9}"),
        ("emoji", "\u{1f680} go"),
        ("Greek and Cyrillic", "\u{3b1}\u{3b2} \u{434}\u{430}"),
    ] {
        let label = fonts.shape(text, &style());
        let runs: Vec<_> = label.lines.iter().flat_map(|line| &line.runs).collect();
        let missing = runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| glyph.id == 0).count();
        if missing > 0 && !is_required {
            eprintln!("skipped: no font here has all of {script}");
            continue;
        }
        assert_eq!(
            missing,
            0,
            "{script}: {:?}",
            runs.iter().map(|r| &r.family).collect::<Vec<_>>()
        );
    }
}

#[test]
fn chinese_breaks_between_characters() {
    let text = "\u{6570}\u{636e}\u{5e93}\u{670d}\u{52a1}\u{5668}";
    let label = shape(text, &wrapped(30.0));
    assert!(label.lines.len() > 1);
    assert_eq!(texts(&shape(text, &TextStyle { max_lines: 20, ..wrapped(30.0) })).concat(), text);
}

#[test]
fn shaping_repeats() {
    let (mut one, mut other) = (Fonts::bundled(), Fonts::bundled());
    for text in ["Kong Gateway", "a **b** c", "-> => != www", "one two six ten"] {
        let (a, b) = (one.shape(text, &wrapped(60.0)), other.shape(text, &wrapped(60.0)));
        assert_eq!(
            format!(
                "{:?}",
                a.lines.iter().map(|line| (line.x, line.baseline, line.width)).collect::<Vec<_>>()
            ),
            format!(
                "{:?}",
                b.lines.iter().map(|line| (line.x, line.baseline, line.width)).collect::<Vec<_>>()
            )
        );
        assert!(Arc::ptr_eq(&a, &one.shape(text, &wrapped(60.0))), "a label is kept");
    }
}

#[test]
fn odd_limits_do_no_harm() {
    for (max_width, max_lines) in [
        (Some(0.0), 3),
        (Some(-5.0), 1),
        (Some(f64::NAN), 2),
        (Some(1e-9), 0),
        (None, 0),
        (Some(1e9), usize::MAX),
    ] {
        let label =
            shape("Kong Gateway of the mesh", &TextStyle { max_width, max_lines, ..style() });
        assert!(label.lines.len() <= max_lines.max(1) && label.width.is_finite());
    }
}

#[test]
fn fonts_tell_what_they_hold() {
    assert_eq!(Fonts::bundled().built_in(), ["JetBrains Mono"]);
    assert_eq!(Fonts::bundled().n_system_families(), None);
    assert!(Fonts::with_system().n_system_families().is_some());
}
