//! What is measured: effort, metrics, bench.

use serde_json::Value;

use super::{GOOD, Place};

#[test]
fn metrics_are_a_table_for_a_person_and_json_for_programs() {
    let place = Place::new();
    let ended = place.run("layout multi-cloud.mmd --metrics");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let table = String::from_utf8(ended.stdout).unwrap();
    for needle in ["51 services, 5 junctions, 16 groups, 54 edges", "edge_crossings", "straight_ok"]
    {
        assert!(table.contains(needle), "no {needle} in {table}");
    }
    let ended = place.run("layout multi-cloud.mmd --metrics --json");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let figures: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(figures["services"], 51);
    assert_eq!(figures["nodes_in_foreign_group"], 0);
    assert!(figures["placement"]["stress"].as_f64().is_some_and(|stress| stress > 0.0));
    let row = table.lines().find(|line| line.contains("edge_crossings")).unwrap();
    assert!(row.contains(&figures["edge_crossings"].to_string()), "{row}");
}

#[test]
fn bench_times_and_measures_files_and_made_up_diagrams() {
    let place = Place::new();
    place.write("a.mmd", GOOD);
    let ended = place.run(
        "bench a.mmd --generate tidy:8,clustered:9:3 --repeat 2 --effort draft,best --threads 1,2",
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let table = String::from_utf8(ended.stdout).unwrap();
    for needle in [
        "a.mmd, effort draft, 1 thread, 2 runs",
        "tidy:8, effort best, 2 threads, 2 runs",
        "clustered:9:3, effort draft, 2 threads",
        "layout",
        "crossings",
    ] {
        assert!(table.contains(needle), "no `{needle}` in {table}");
    }
    let ended = place.run_with_input("bench - --repeat 3 --threads 1 --json", GOOD.as_bytes());
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let suite: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let record = &suite["records"][0];
    assert_eq!((&record["threads"], &record["runs"]), (&1.into(), &3.into()));
    assert_eq!(record["metrics"]["services"], 2);
    for stage in record["stages"].as_array().unwrap() {
        let time = |name: &str| stage["wall_ms"][name].as_f64().unwrap();
        assert!(time("min") >= 0.0 && time("min") <= time("median"), "{stage}");
        assert!(time("median") <= time("max"), "{stage}");
    }
}

#[test]
fn bench_finds_what_is_worse_than_before() {
    let place = Place::new();
    let line = "bench --generate tidy:12 --repeat 1 --threads 1";
    let before = place.run(&format!("{line} --json"));
    assert_eq!(before.code, 0, "{}", before.stderr);
    let compare = |change: &dyn Fn(&mut Value), options: &str| {
        let mut base: Value = serde_json::from_slice(&before.stdout).unwrap();
        change(&mut base["records"][0]);
        place.write("base.json", base.to_string());
        place.run(&format!("{line} --compare base.json --threshold 1000 {options}"))
    };
    let check = |change: &dyn Fn(&mut Value), code: i32, out: &str, said: &str| {
        let ended = compare(change, "");
        let table = String::from_utf8(ended.stdout).unwrap();
        assert_eq!(ended.code, code, "{table} {}", ended.stderr);
        assert!(table.contains(out), "no `{out}` in {table}");
        assert!(ended.stderr.contains(said), "no `{said}` in {}", ended.stderr);
    };
    let longer = |record: &mut Value| record["metrics"]["total_edge_length"] = 1e9.into();
    let shorter = |record: &mut Value| record["metrics"]["total_edge_length"] = 1.0.into();
    check(&|_| {}, 0, "Compared 1 drawing", "");
    check(&longer, 0, "better tidy:12, effort normal, 1 thread: total_edge_length 1000000000", "");
    check(
        &shorter,
        6,
        "worse  tidy:12, effort normal, 1 thread: total_edge_length 1 ",
        "1 figure worse",
    );
    check(
        &|record| record["effort"] = "best".into(),
        2,
        "not in the earlier run",
        "nothing was compared",
    );
    check(
        &|record| record["metrics"]["edges"] = 1.into(),
        2,
        "the diagram has changed",
        "nothing was",
    );
    let ended = compare(&shorter, "--json");
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(
        (ended.code, &told["comparison"]["worse"][0]["figure"]),
        (6, &"total_edge_length".into())
    );
}

#[test]
fn bench_refuses_bad_input_before_it_measures() {
    let place = Place::new();
    place.write("empty.mmd", "").write("no.json", "{}").write("nothing.mmd", "architecture-beta\n");
    let check = |line: &str, code: i32, said: &str| {
        let ended = place.run(line);
        assert_eq!(
            (ended.code, ended.stdout.as_slice()),
            (code, &b""[..]),
            "{line}: {}",
            ended.stderr
        );
        assert!(ended.stderr.contains(said), "{line}: no `{said}` in {}", ended.stderr);
    };
    check("bench", 2, "--generate");
    check("bench --generate tidy", 2, "say clustered:1000");
    check("bench --generate tidy:0", 2, "say clustered:1000");
    check("bench --generate wild:7", 2, "say clustered:1000");
    check("bench a.mmd --repeat 0", 2, "--repeat");
    check("bench a.mmd --threads 0", 2, "--threads");
    check("bench a.mmd --threads 1,two", 2, "--threads");
    check("bench a.mmd --effort much", 2, "draft");
    check("bench a.mmd --threshold 5", 2, "--compare");
    check("bench a.mmd --compare no.json --threshold -1", 2, "--threshold");
    check("bench nowhere.mmd", 4, "there is no such file");
    check("bench multi-cloud.mmd empty.mmd", 1, "empty");
    check("bench nothing.mmd", 1, "no statements");
    check("bench multi-cloud.mmd --compare nowhere.json", 4, "check the path");
    check("bench multi-cloud.mmd --compare no.json", 2, "not what `veduta bench --json` prints");
}

/// Each effort draws everything, and the one that is not named is `normal`.
#[test]
fn effort_is_a_choice_of_three() {
    let place = Place::new();
    place.write("a.mmd", GOOD);
    let layout = |options: &str| {
        let ended = place.run(&format!("layout a.mmd --json {options}"));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{options}");
        let layout: Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert_eq!(layout["edges"].as_array().unwrap().len(), 2, "{options}");
        ended.stdout
    };
    for effort in ["draft", "normal", "best"] {
        layout(&format!("--effort {effort}"));
    }
    assert!(layout("") == layout("--effort normal"));
    let ended = place.run("export a.mmd -o a.png --effort draft");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
}
