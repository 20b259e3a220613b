//! What the program says about the language to people and programs: codes, diagnostics as JSON, icons. The real program,
//! in a folder of its own.

#![expect(clippy::unwrap_used, reason = "a test may fail, and says why it is skipped")]

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder to run the program in, with the user's data under `data`.
struct Place {
    folder: TempDir,
}

/// What came of one run.
struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            fs::create_dir_all(place.path(name).parent().unwrap()).unwrap();
            fs::write(place.path(name), text).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_veduta"));
        command.current_dir(self.folder.path()).args(line.split_whitespace());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "VEDUTA_PAINTER"] {
            command.env_remove(name);
        }
        command.env("XDG_DATA_HOME", self.path("data"));
        command
    }

    fn run(&self, line: &str) -> Ended {
        ended(self.command(line).output().unwrap())
    }

    /// Asserts exit code and standard output, and that standard error holds `needles`.
    fn check(&self, line: &str, code: i32, stdout: &str, needles: &[&str]) {
        let ended = self.run(line);
        assert_eq!((ended.code, ended.stdout.as_str()), (code, stdout), "{line}: {}", ended.stderr);
        for needle in needles {
            assert!(ended.stderr.contains(needle), "{line}: no `{needle}` in {}", ended.stderr);
        }
        if needles.is_empty() {
            assert_eq!(ended.stderr, "", "{line}");
        }
    }

    /// How the picture of `file` is drawn, as SVG.
    fn svg(&self, line: &str) -> String {
        let ended = self.run(line);
        assert_eq!(ended.code, 0, "{line}: {}", ended.stderr);
        ended.stdout
    }
}

fn ended(output: std::process::Output) -> Ended {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended {
        code: output.status.code().expect("no signal"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Each line of `text` as JSON.
fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// An icon pack with one square of this colour under each name.
fn pack(prefix: &str, names: &[&str], color: &str) -> String {
    let body = format!("<path fill=\"{color}\" d=\"M1 1h14v14H1z\"/>");
    let icons: serde_json::Map<_, _> =
        names.iter().map(|name| ((*name).to_owned(), json!({ "body": body }))).collect();
    json!({ "prefix": prefix, "icons": icons }).to_string()
}

const BAD: &str = "---\ntitle: T\n---\narchitecture-beta\n  service auth(cloud)[Ä]\n  authh:R --> L:auth\n  \
                   service T1(cloud)[T]\n";

#[test]
fn diagnostics_are_one_json_object_a_line() {
    let place = Place::new(&[("bad.mmd", BAD), ("good.mmd", "architecture-beta\nservice a[A]\n")]);
    let ended = place.run("check --json good.mmd bad.mmd");
    assert_eq!((ended.code, ended.stderr.as_str()), (1, ""));
    let unknown = json!({
        "file": "bad.mmd",
        "line": 6,
        "column": 3,
        "end": { "line": 6, "column": 8 },
        "severity": "error",
        "code": "unknown-id",
        "message": "there is no service, junction or group `authh`",
        "hint": "did you mean `auth`?",
    });
    assert_eq!(objects(&ended.stdout), [unknown]);
    let keys = "{\"file\":\"bad.mmd\",\"line\":6,\"column\":3,\"end\":{\"line\":6,\"column\":8},";
    assert!(ended.stdout.starts_with(keys), "{}", ended.stdout);

    let with_notes = objects(&place.run("check --json --portability bad.mmd").stdout);
    assert!(with_notes.len() > 1);
    assert!(with_notes.is_sorted_by_key(|o| (o["line"].as_u64(), o["column"].as_u64())));
    let note = with_notes.iter().find(|o| o["code"] == "portable-id").unwrap();
    assert_eq!((&note["severity"], &note["line"]), (&json!("note"), &json!(7)));

    place.check("check --json good.mmd", 0, "", &[]);
}

#[test]
fn all_diagnostics_are_told_as_json_and_with_the_exit_code_of_plain_check() {
    let many = format!("architecture-beta\nservice a[A]\n{}", "nobody:R -- L:a\n".repeat(200));
    let place = Place::new(&[("many.mmd", &many), ("only.mmd", "architecture-beta\n")]);
    for file in ["many.mmd", "only.mmd", "nowhere.mmd", "many.mmd nowhere.mmd"] {
        let plain = place.run(&format!("check {file}"));
        let json = place.run(&format!("check --json {file}"));
        assert_eq!((plain.code, plain.stdout.as_str()), (json.code, ""), "{file}");
        assert!(!json.stdout.is_empty(), "{file}");
    }
    assert_eq!(objects(&place.run("check --json many.mmd").stdout).len(), 200);
}

#[test]
fn an_input_that_cannot_be_checked_is_an_object_too() {
    let place = Place::new(&[("empty.mmd", ""), ("only.mmd", "architecture-beta\n")]);
    fs::write(place.path("latin.mmd"), b"architecture-beta\nservice a[\xc4]\n").unwrap();
    fs::write(place.path("zero.mmd"), b"a\0b").unwrap();
    let check = |file: &str, exit: i32, code: &str, message: &str| {
        let ended = place.run(&format!("check --json {file}"));
        assert_eq!((ended.code, ended.stderr.as_str()), (exit, ""), "{file}");
        let found = objects(&ended.stdout);
        assert_eq!(found.len(), 1, "{file}");
        let object = &found[0];
        assert_eq!((&object["file"], &object["code"]), (&json!(file), &json!(code)), "{file}");
        assert_eq!((&object["line"], &object["end"]), (&Value::Null, &Value::Null), "{file}");
        assert!(object["message"].as_str().unwrap().contains(message), "{object}");
        assert!(object["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{object}");
        assert_eq!(place.run(&format!("explain {code}")).code, 0, "{code} is explained");
    };
    check("nowhere.mmd", 4, "unreadable", "there is no such file");
    check(".", 4, "unreadable", "folder");
    check("empty.mmd", 1, "empty-text", "empty");
    check("latin.mmd", 1, "not-text", "not UTF-8");
    check("zero.mmd", 1, "not-text", "binary");
    check("only.mmd", 1, "no-statements", "no statements");

    let mut child = place.command("check --json -").stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(BAD.as_bytes()).unwrap();
    let of_stdin = objects(&ended(child.wait_with_output().unwrap()).stdout);
    assert_eq!((of_stdin.len(), &of_stdin[0]["file"]), (1, &json!("-")));
}

const LOOSE: &str =
    "architecture-beta\nservice  a( cloud ) [A]   %% why\n a:R-->L:b\n\n\nservice b[ B ]\n";
const FORMED: &str = "architecture-beta\n    service  a( cloud ) [A]   %% why\n    a:R --> L:b\n\n    service b[B]\n";

#[test]
fn texts_are_put_into_form() {
    let place = Place::new(&[("a.mmd", LOOSE), ("b.mmd", FORMED), ("f.mmd", "flowchart  LR\n")]);
    let stays = "a.mmd: 1 error, left as written; `veduta check` tells where";
    place.check("fmt a.mmd", 0, FORMED, &[stays]);
    assert_eq!(fs::read_to_string(place.path("a.mmd")).unwrap(), LOOSE, "printing writes nothing");
    place.check("fmt --check a.mmd b.mmd", 1, "a.mmd\n", &["1 file would change; `veduta fmt --w"]);
    place.check("fmt --write a.mmd b.mmd", 0, "", &["wrote a.mmd", stays]);
    assert_eq!(fs::read_to_string(place.path("a.mmd")).unwrap(), FORMED);
    place.check("fmt --check a.mmd b.mmd", 0, "", &[]);
    place.check("fmt f.mmd", 0, "flowchart  LR\n", &["f.mmd: no architecture diagram in it"]);

    let mut child = place.command("fmt -").stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(LOOSE.as_bytes()).unwrap();
    assert_eq!(ended(child.wait_with_output().unwrap()).stdout, FORMED);

    place.check("fmt a.mmd b.mmd", 2, "", &["only one file is printed; add `--write`"]);
    place.check("fmt --write -", 2, "", &["standard input cannot be written to"]);
    place.check("fmt --write --check a.mmd", 2, "", &["cannot be used with"]);
    place.check("fmt", 2, "", &["required"]);
    place.check("fmt --check nowhere.mmd a.mmd", 4, "", &["nowhere.mmd: there is no such file"]);
}

/// What is no diagram keeps every byte, and a file is written only where that changes it.
#[test]
fn a_markdown_file_changes_in_its_fences_only() {
    let before = "\u{feff}Title  \r\n\r\n```mermaid\r\narchitecture-beta\r\nservice  a\r\n```\r\n\r\n\r\n\
                  - item\n\n  ```mermaid\n  flowchart  LR\n  ```\n  ~~~mermaid\n  architecture-beta\n  service a\n  ~~~\n";
    let after = before
        .replace("\r\nservice  a", "\r\n    service a")
        .replace("\n  service a\n", "\n      service a\n");
    let place = Place::new(&[("a.md", before)]);
    place.check("fmt a.md", 0, &after, &[]);
    place.check("fmt --write a.md", 0, "", &["wrote a.md"]);
    assert_eq!(fs::read_to_string(place.path("a.md")).unwrap(), after);
    place.check("fmt --write a.md", 0, "", &[]);
}

const MARKDOWN: &str = "# T\n\n```mermaid\narchitecture-beta\nservice a(logos:amazon-s3)[A]\na:R -- L:bb\n```\n\n\
                        ```mermaid\nflowchart LR\n```\n\n  ~~~mermaid\n  architecture-beta\n  \
                        service b(nobody:qq-zz)[B]\n  b:R -- L:c\n  ~~~\n";

#[test]
fn every_diagram_of_a_markdown_file_is_checked() {
    let place = Place::new(&[("a.md", MARKDOWN)]);
    let found = objects(&place.run("check --json a.md").stdout);
    let places: Vec<_> = found.iter().map(|o| (&o["code"], &o["line"], &o["column"])).collect();
    let unknown = json!("unknown-id");
    assert_eq!(places, [(&unknown, &json!(6), &json!(10)), (&unknown, &json!(16), &json!(12))]);
    let plain = place.run("check a.md");
    assert_eq!(plain.code, 1);
    assert!(
        plain
            .stderr
            .ends_with("checked 1 file, 2 errors, 0 warnings (2 notes with --portability)\n")
    );
    let export = place.run("export a.md -o a.svg");
    assert_eq!(export.code, 0);
    let note = "note: a.md: 1 further architecture diagram in this file; the first one is shown\n";
    assert!(export.stderr.contains(note), "{}", export.stderr);
}

#[test]
fn icons_that_others_stand_in_for_are_noted() {
    let place =
        Place::new(&[("a.md", MARKDOWN), ("nobody.json", &pack("nobody", &["qq-zz"], "#123456"))]);
    let notes = |line: &str| {
        let found = objects(&place.run(line).stdout).into_iter();
        let icons =
            found.filter(|o| o["code"].as_str().is_some_and(|code| code.ends_with("-icon")));
        icons
            .map(|o| format!("{} {} {} | {}", o["severity"], o["line"], o["message"], o["hint"]))
            .collect::<Vec<_>>()
    };
    let all = notes("check --json --portability a.md");
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(
        all[0].contains("5 \"no pack has the icon `logos:amazon-s3`; `logos:aws-s3` is drawn"),
        "{all:?}"
    );
    assert!(all[0].contains("write `(logos:aws-s3)`") && all[0].contains("note"), "{all:?}");
    assert!(
        all[1].contains("15 \"no pack has the icon `nobody:qq-zz`") && all[1].contains("`QZ`"),
        "{all:?}"
    );
    assert_eq!(notes("check --json --portability a.md --icons nobody.json").len(), 1);
    assert!(notes("check --json a.md").is_empty(), "notes are told only where they are asked for");
    place.check("check a.md --icons nowhere.json", 4, "", &["there is no such icon pack"]);
}

/// What hangs or overflows a reader that recurses or looks back: through the real program, both ways it reads a text.
#[test]
fn hostile_texts_are_checked_and_put_into_form() {
    let nested = (1..10_000).map(|n| format!("group g{n} in g{}\n", n - 1)).collect::<String>();
    let services = (0..1000).map(|n| format!("service s{n}[S]\n")).collect::<String>();
    let edge = |n: usize| format!("s{}:R --> L:s{}\n", n % 1000, (n * 7 + n / 1000) % 1000);
    let edges = (0..200_000).map(edge).collect::<String>();
    let texts = [
        ("nested.mmd", format!("architecture-beta\ngroup g0\n{nested}service s in g9999\n"), 0),
        ("line.mmd", format!("architecture-beta\nservice a[{}]\n", "x".repeat(10_000_000)), 0),
        ("marks.mmd", format!("architecture-beta\n{}\n", "\"'[({<a:R-->L:b".repeat(700_000)), 1),
        ("edges.mmd", format!("architecture-beta\n{services}{edges}"), 0),
        ("crlf.mmd", "architecture-beta\r\nservice a\r\nservice b\r\na:R -- L:b\r\n".to_owned(), 0),
        ("cr.mmd", "architecture-beta\rservice a\rservice b\ra:R -- L:b\r".to_owned(), 0),
        ("bom.mmd", "\u{feff}architecture-beta\nservice a\n".to_owned(), 0),
    ];
    for (name, text, code) in &texts {
        let place = Place::new(&[(name, text)]);
        assert_eq!(place.run(&format!("check {name}")).code, *code, "{name}");
        let formed = place.run(&format!("fmt {name}"));
        assert_eq!(formed.code, 0, "{name}: {}", formed.stderr);
        fs::write(place.path(name), &formed.stdout).unwrap();
        place.check(&format!("fmt --check {name}"), 0, "", &[]);
        assert_eq!(place.run(&format!("check {name}")).code, *code, "{name} in form");
    }
    let place = Place::new(&[]);
    fs::write(place.path("zero.mmd"), b"architecture-beta\nservice a[\0]\n").unwrap();
    fs::write(place.path("latin.mmd"), b"architecture-beta\nservice a[\xc4]\n").unwrap();
    place.check("fmt zero.mmd", 1, "", &["binary data"]);
    place.check("fmt --write latin.mmd", 1, "", &["not UTF-8 (first at byte 28, line 2)"]);
    assert_eq!(fs::read(place.path("latin.mmd")).unwrap(), b"architecture-beta\nservice a[\xc4]\n");
}

#[test]
fn every_code_is_explained() {
    let place = Place::new(&[]);
    let codes = place.run("explain").stdout;
    assert!(codes.lines().is_sorted() && codes.lines().count() > 50, "{codes}");
    for code in codes.lines() {
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '8')), "{code}");
    }
    for code in veduta::syntax::codes() {
        assert!(codes.lines().any(|line| line == code), "{code} is not listed");
    }
    let explained = place.run("explain unknown-id").stdout;
    assert!(explained.starts_with("unknown-id: An edge"), "{explained}");
    assert_eq!(place.run("explain error[unknown-id]").stdout, explained);
    place.check("explain unknown-ids", 2, "", &["did you mean `unknown-id`?"]);
    place.check("explain nonsense-of-all-kinds", 2, "", &["`veduta explain` lists them all"]);
}

#[test]
fn icons_are_found_by_a_part_of_their_name() {
    let place = Place::new(&[]);
    let kafka = "logos:kafka\nlogos:kafka-icon\nmdi:apache-kafka\nsimple-icons:apachekafka\n";
    place.check("icons search kafka", 0, kafka, &[]);
    place.check("icons search KAFKA", 0, kafka, &[]);
    place.check("icons search kafak", 1, "", &["no icon's name holds `kafak`", "mean `kafka`?"]);
    place.check("icons search qqqqqqq", 1, "", &["--icons FILE.json"]);
    place.check("icons search logos:kafka", 1, "", &["`veduta icons search kafka`"]);

    let all = place.run("icons list").stdout;
    assert!(all.starts_with("cloud\ndatabase\n"), "{}", &all[..200]);
    let logos = place.run("icons list logos").stdout;
    assert!(logos.lines().count() > 1000 && logos.lines().all(|id| id.starts_with("logos:")));
    let some = logos.lines().filter(|id| id.starts_with("logos:aws-l"));
    let some: String = some.flat_map(|id| [id, "\n"]).collect();
    place.check("icons list logos:aws-l", 0, &some, &[]);
    place.check("icons list logo", 1, "", &["did you mean the pack `logos`?"]);
    place.check("icons list mermaid", 1, "", &["the packs at hand are logos, mdi, simple-icons"]);
}

#[test]
fn a_reader_that_has_seen_enough_of_a_list_ends_it_quietly() {
    let place = Place::new(&[]);
    let mut child = place.command("icons list").spawn().unwrap();
    let mut first = [0; 5];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = ended(child.wait_with_output().unwrap());
    assert_eq!((&first, ended.code, ended.stderr.as_str()), (b"cloud", 0, ""));
}

#[test]
fn packs_of_the_user_are_drawn_and_win() {
    let diagram = "architecture-beta\nservice a(aws:lambda)[A]\nservice b(logos:redis)[B]\n";
    let place = Place::new(&[
        ("a.mmd", diagram),
        ("aws.json", &pack("aws", &["lambda"], "#123456")),
        ("Other.json", &pack("AWS", &["Lambda", "sqs"], "#654321")),
        ("logos.json", &pack("logos", &["redis"], "#abcdef")),
    ]);
    let plain = place.svg("export a.mmd -o - --format svg");
    for color in ["#123456", "#654321", "#abcdef"] {
        assert!(!plain.contains(color), "{color} is in the picture anyway");
    }
    let given = place.svg("export a.mmd -o - --format svg --icons aws.json --icons logos.json");
    assert!(given.contains("#123456") && given.contains("#abcdef"), "packs given are used");
    let last = place.svg("export a.mmd -o - --format svg --icons aws.json --icons Other.json");
    assert!(last.contains("#654321") && !last.contains("#123456"), "the last pack wins");

    fs::create_dir_all(place.path("data/veduta/icons")).unwrap();
    fs::copy(place.path("aws.json"), place.path("data/veduta/icons/aws.json")).unwrap();
    let folder = place.svg("export a.mmd -o - --format svg");
    assert!(folder.contains("#123456"), "packs in the folder are always at hand");
    let both = place.svg("export a.mmd -o - --format svg --icons Other.json");
    assert!(both.contains("#654321") && !both.contains("#123456"), "the option wins");

    place.check("icons list aws --icons Other.json", 0, "aws:lambda\naws:sqs\n", &[]);
    place.check("icons list aws", 0, "aws:lambda\n", &[]);
    let redis = place.run("icons search redis --icons logos.json").stdout;
    let n_redis = redis.lines().filter(|id| *id == "logos:redis").count();
    assert_eq!(n_redis, 1, "an icon that is replaced is listed once");
    let doctor = place.run("doctor").stdout;
    assert!(doctor.contains("aws: 1, yours, from ") && doctor.contains("aws.json"), "{doctor}");
    assert_eq!(place.run("layout a.mmd --icons aws.json").code, 0);
    assert_eq!(place.run("a.mmd --icons aws.json").code, 0, "without a display a picture");
    assert!(place.path("a.png").exists());
}

#[test]
fn a_file_that_is_no_pack_is_told_by_name() {
    let place = Place::new(&[
        ("a.mmd", "architecture-beta\nservice a(x:y)[A]\n"),
        ("text.json", "nonsense"),
        ("list.json", "[]"),
        ("empty.json", "{\"prefix\":\"e\",\"icons\":{}}"),
        ("bodiless.json", "{\"prefix\":\"e\",\"icons\":{\"a\":{}}}"),
    ]);
    fs::write(place.path("latin.json"), b"{\"prefix\":\"\xc4\"}").unwrap();
    let check = |file: &str, code: i32, needle: &str| {
        for command in ["export a.mmd -o x.png", "layout a.mmd", "a.mmd", "icons list"] {
            let line = format!("{command} --icons {file}");
            place.check(&line, code, "", &[&format!("error: {file}: "), needle]);
            assert_eq!(place.run(&line).stderr.lines().count(), 1, "{line}");
        }
        assert!(!place.path("x.png").exists() && !place.path("a.png").exists(), "{file}");
    };
    check("text.json", 2, "not JSON");
    check("list.json", 2, "no `prefix`");
    check("empty.json", 2, "no `icons`");
    check("bodiless.json", 2, "no `icons`");
    check("latin.json", 2, "not UTF-8");
    check("nowhere.json", 4, "there is no such icon pack");
    check(".", 4, "this is a folder");

    // In the folder, where it is not asked for, it stands in nobody's way.
    fs::create_dir_all(place.path("data/veduta/icons")).unwrap();
    fs::copy(place.path("text.json"), place.path("data/veduta/icons/text.json")).unwrap();
    let ended = place.run("export a.mmd -o x.png");
    assert_eq!(ended.code, 0);
    assert!(ended.stderr.contains("text.json: the icon pack is not JSON"), "{}", ended.stderr);
    assert!(place.run("doctor").stdout.contains("left out: "));
}

#[test]
fn help_teaches_packs_and_codes() {
    let place = Place::new(&[]);
    let check = |line: &str, needles: &[&str]| {
        let ended = place.run(line);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{line}");
        assert!(ended.stdout.lines().count() <= 45, "{line} is too long for a screen");
        for needle in needles {
            assert!(ended.stdout.contains(needle), "{line}: no `{needle}` in {}", ended.stdout);
        }
    };
    check("--help", &["--icons <FILE.json>", "Iconify JSON", "veduta explain", "icons search"]);
    check("export --help", &["--icons <FILE.json>"]);
    check("check --help", &["--json"]);
    check("fmt --help", &["Examples:", "--write", "--check", "a filter, for editors"]);
    check("explain --help", &["Examples:", "veduta explain unknown-id"]);
    check("icons --help", &["Examples:", "$XDG_DATA_HOME/veduta/icons", "search", "list"]);
    check("icons list --help", &["--icons <FILE.json>"]);
    check("help icons", &["Examples:"]);
    check("help exit-codes", &["`explain`", "`icons`", "`--icons`"]);
}
