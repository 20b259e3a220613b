use std::sync::OnceLock;

use kurbo::{Rect, Shape};

use super::*;

fn bundled() -> &'static Icons {
    static ICONS: OnceLock<Icons> = OnceLock::new();
    ICONS.get_or_init(Icons::bundled)
}

fn shared(path: &str) -> Option<String> {
    let found =
        std::fs::read_to_string(format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR"))).ok();
    if found.is_none() {
        eprintln!("skipped: ../shared/{path} is not here");
    }
    found
}

fn icon_ids(text: &str) -> Vec<String> {
    let mut ids: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("service ") || line.starts_with("group "))
        .filter_map(|line| {
            let (head, rest) = line.split_once('(')?;
            (!head.contains('[')).then(|| rest.split(')').next().unwrap_or_default().to_owned())
        })
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Asserts what `id` resolves to.
fn check(id: &str, fit: Fit, name: &str) {
    let found = bundled().resolve(id);
    assert_eq!((found.fit, found.icon.as_ref().map_or("", |icon| &icon.name)), (fit, name), "{id}");
    assert_eq!(found.asked, id);
}

#[test]
fn ids_that_exist_are_exact() {
    check("logos:redis", Fit::Exact, "logos:redis");
    check("mdi:shield-lock", Fit::Exact, "mdi:shield-lock");
    check("simple-icons:linkerd", Fit::Exact, "simple-icons:linkerd");
    check(" Logos:Redis ", Fit::Exact, "logos:redis");
    check("'logos:aws-s3'", Fit::Exact, "logos:aws-s3");
    // Hidden by its makers, still asked for.
    check("mdi:github", Fit::Exact, "mdi:github");
    // An alias is drawn as what it is an alias of.
    check("mdi:user", Fit::Exact, "mdi:account");
    for name in builtin::NAMES {
        check(name, Fit::Exact, name);
    }
}

#[test]
fn word_marks_give_way_to_square_forms() {
    check("logos:kong", Fit::Exact, "logos:kong-icon");
    check("logos:rabbitmq", Fit::Exact, "logos:rabbitmq-icon");
    check("logos:mongodb", Fit::Exact, "logos:mongodb-icon");
    check("logos:twilio", Fit::Exact, "logos:twilio-icon");
    check("logos:vault", Fit::Exact, "logos:vault-icon");
    check("logos:cloudflare", Fit::Exact, "simple-icons:cloudflare");
    check("logos:stripe", Fit::Exact, "simple-icons:stripe");
    check("logos:vite", Fit::Exact, "logos:vite-icon");
    // No square form anywhere.
    check("logos:aws", Fit::Exact, "logos:aws");
}

#[test]
fn ids_that_do_not_exist_go_to_the_same_mark() {
    for (asked, found) in [
        ("logos:nextdotjs", "logos:nextjs-icon"),
        ("logos:istio", "simple-icons:istio"),
        ("logos:apache-kafka", "logos:kafka-icon"),
        ("logos:pulsar", "simple-icons:apachepulsar"),
        ("logos:apache-pulsar", "simple-icons:apachepulsar"),
        ("simple-icons:nats-dot-io", "simple-icons:natsdotio"),
        ("logos:amazon-dynamodb", "logos:aws-dynamodb"),
        ("simple-icons:memcached", "logos:memcached"),
        ("logos:jaeger", "simple-icons:jaeger"),
        ("logos:amazon-s3", "logos:aws-s3"),
        ("logos:aws-route-53", "logos:aws-route53"),
        ("logos:aws-prometheus", "logos:prometheus"),
        ("aws:lambda", "logos:aws-lambda"),
        ("aws:arch-amazon-simple-storage-service", "logos:aws-s3"),
        ("aws:ec2-instance", "logos:aws-ec2"),
        ("aws:aws-cloud", "logos:aws"),
        ("gcp:cloud-run", "logos:google-cloud-run"),
        ("gcp:cloud-storage", "simple-icons:googlecloudstorage"),
        ("azure:azure:storage-accounts", "mdi:harddisk"),
        ("azure:virtual-networks", "mdi:lan"),
        ("azure:kubernetes-services", "logos:kubernetes"),
        ("devicon:postgresql", "logos:postgresql"),
        ("si:github", "simple-icons:github"),
        ("fa6-solid:laptop-code", "mdi:laptop"),
        ("fa:user", "mdi:account"),
        ("fa-user", "mdi:account"),
        ("lucide:zap", "mdi:lightning-bolt"),
        ("fa6-solid:chart-line", "mdi:chart-line"),
        ("fa6-solid:boxes", "mdi:package-variant"),
        ("tabler:brand-docker", "mdi:docker"),
        ("vscode-icons:file-type-python", "logos:python"),
        ("azure:container-registries", "mdi:docker"),
        ("azure:devops", "simple-icons:azuredevops"),
        ("do:droplet", "logos:digital-ocean-icon"),
        ("logos:bigquery", "simple-icons:googlebigquery"),
        ("logos:cloud-run", "logos:google-cloud-run"),
        ("logos:gcp", "logos:google-cloud"),
        ("logos:traefik", "logos:traefik-proxy-icon"),
        ("apigateway", "mdi:api"),
        ("rds", "logos:aws-rds"),
        ("aws:cloudfront", "logos:aws-cloudfront"),
        ("ri:openai-fill", "logos:openai-icon"),
        ("material-symbols:lan-outline", "mdi:lan"),
        ("tabler:world", "mdi:earth"),
        ("queue", "mdi:tray-full"),
        ("users", "mdi:account-group"),
        ("load-balancer", "mdi:scale-balance"),
        ("kubernetes", "logos:kubernetes"),
        ("gateway", "mdi:router-network"),
    ] {
        check(asked, Fit::Nearest, found);
    }
}

#[test]
fn what_nothing_fits_is_missing() {
    for id in [
        "iconnamedoesntexist",
        "acme:zzyzx",
        "",
        ":",
        "::",
        "logos:",
        "logos:-",
        "\u{1f680}",
        "a:b:c:zzyzx",
    ] {
        let found = bundled().resolve(id);
        assert_eq!(
            (found.fit, found.icon.is_none()),
            (Fit::Missing, true),
            "{id:?} -> {:?}",
            found.icon.map(|icon| icon.name.clone())
        );
    }
}

#[test]
fn every_thing_has_its_drawing() {
    let things = names::THINGS.iter().copied();
    for (word, id) in things.chain(names::CLOUDS.iter().map(|cloud| (cloud.vendor, cloud.mark))) {
        assert!(bundled().icon(id).is_some(), "{word}: the packs have no {id}");
    }
}

#[test]
fn the_reference_diagram_misses_nothing() {
    let Some(text) = shared("corpus/multi-cloud.mmd") else { return };
    let ids = icon_ids(&text);
    assert_eq!(ids.len(), 62 - 2, "icon ids of the diagram");
    for id in ids {
        assert!(bundled().resolve(&id).icon.is_some(), "{id}");
    }
}

/// Every so many of a pack's icons.
fn sample(step: usize) -> impl Iterator<Item = Arc<Icon>> {
    let ids: Vec<_> = bundled().names().collect();
    ids.into_iter()
        .step_by(step)
        .map(|id| bundled().icon(&id).unwrap_or_else(|| panic!("{id} draws nothing")))
}

fn outlines(layers: &[Layer], out: &mut Vec<Rect>) {
    for layer in layers {
        match layer {
            Layer::Fill { path, .. } | Layer::Stroke { path, .. } => out.push(path.bounding_box()),
            Layer::Group { clip: None, layers, .. } => outlines(layers, out),
            // What sticks out of a clip is not seen.
            Layer::Group { clip: Some(clip), .. } => out.push(clip.bounding_box()),
        }
    }
}

#[test]
fn icons_convert_within_their_boxes() {
    let mut n_icons = 0;
    for icon in sample(23) {
        n_icons += 1;
        let mut bounds = Vec::new();
        outlines(&icon.layers, &mut bounds);
        assert!(!bounds.is_empty(), "{} has no layers", icon.name);
        let drawn = bounds.iter().skip(1).fold(bounds[0], |all, one| all.union(*one));
        assert!(drawn.is_finite(), "{}: {drawn:?}", icon.name);
        // Some logos have shadows or construction lines beyond their box; none is elsewhere.
        let grown = Rect::new(0.0, 0.0, icon.width, icon.height)
            .inflate(icon.width * 0.25, icon.height * 0.25);
        assert!(
            grown.contains_rect(drawn),
            "{}: {drawn:?} in {} by {}",
            icon.name,
            icon.width,
            icon.height
        );
    }
    assert!(n_icons > 500, "only {n_icons} icons");
}

#[test]
fn the_text_colour_survives() {
    let has_own_colour = |id: &str| {
        let drawn = format!("{:?}", bundled().icon(id).unwrap().layers);
        drawn.contains("Own(")
    };
    assert!(!has_own_colour("mdi:account") && !has_own_colour("simple-icons:linkerd"));
    assert!(has_own_colour("logos:redis") && has_own_colour("cloud"));
    let json = r##"{"prefix": "mine", "icons": {
        "half": {"body": "<path fill='currentColor' opacity='.5' d='M0 0h16v16z'/>"},
        "line": {"body": "<g transform='scale(2)'><path fill='none' stroke='currentColor' stroke-width='2' stroke-dasharray='1 3' stroke-linecap='round' d='M1 1h6'/></g>"},
        "skew": {"body": "<path transform='scale(1 2)' fill='none' stroke='#f00' d='M1 1h6'/>"},
        "fade": {"body": "<g opacity='.5'><path fill='#f00' d='M0 0h9v9z'/><path fill='#0f0' d='M0 0h9v9z'/></g>"}
    }}"##;
    let mut icons = Icons::default();
    icons.add_pack(json).unwrap();
    let layers = |name: &str| icons.resolve(&format!("mine:{name}")).icon.unwrap().layers.clone();
    let alpha = |layer: &Layer| match layer {
        Layer::Fill { paint: Paint::Current(alpha), .. } => *alpha,
        Layer::Group { opacity, layers, .. }
            if matches!(layers[..], [Layer::Fill { paint: Paint::Current(_), .. }]) =>
        {
            *opacity
        }
        other => panic!("{other:?}"),
    };
    assert!((alpha(&layers("half")[0]) - 0.5).abs() < 0.01);
    let line = layers("line");
    let [Layer::Stroke { path, paint: Paint::Current(_), stroke }] = &line[..] else {
        panic!("{line:?}")
    };
    assert_eq!(
        (stroke.width, stroke.dash_pattern.as_slice(), stroke.start_cap),
        (4.0, &[2.0, 6.0][..], kurbo::Cap::Round)
    );
    assert_eq!(path.bounding_box(), Rect::new(2.0, 2.0, 14.0, 2.0));
    let skewed = layers("skew");
    let [Layer::Fill { path, .. }] = &skewed[..] else {
        panic!("a stroke drawn unevenly is an outline: {skewed:?}")
    };
    assert!((path.bounding_box().height() - 2.0).abs() < 0.01, "twice as thick as wide");
    assert!(
        matches!(&layers("fade")[..], [Layer::Group { opacity, layers, .. }] if (*opacity - 0.5).abs() < 0.01 && layers.len() == 2)
    );
}

#[test]
fn packs_of_the_user_win() {
    let json = r##"{"prefix": "logos", "width": 32, "height": 32, "icons": {"redis": {"body": "<path fill='#00f' d='M0 0h32v16H0z'/>", "height": 16}, "own": {"body": "<path d='M0 0h4v4z'/>", "hidden": true}},
        "aliases": {"mine": {"parent": "redis"}, "turned": {"parent": "mine", "rotate": 1}, "flipped": {"parent": "redis", "hFlip": true}, "lost": {"parent": "nowhere"}, "ring": {"parent": "ring"}}}"##;
    let mut icons = Icons::bundled();
    icons.add_pack(json).unwrap();
    let size = |id: &str| icons.icon(id).map(|icon| (icon.name.clone(), icon.width, icon.height));
    assert_eq!(size("logos:redis"), Some(("logos:redis".to_owned(), 32.0, 16.0)));
    assert_eq!(size("logos:mine"), Some(("logos:redis".to_owned(), 32.0, 16.0)));
    assert_eq!(size("logos:turned"), Some(("logos:turned".to_owned(), 16.0, 32.0)));
    assert_eq!(size("logos:flipped"), Some(("logos:flipped".to_owned(), 32.0, 16.0)));
    assert_eq!((size("logos:lost"), size("logos:ring")), (None, None));
    assert_eq!(
        icons.resolve("logos:grafana").fit,
        Fit::Exact,
        "what the user's pack lacks comes from those built in"
    );
    assert!(
        icons.names().any(|id| id == "logos:mine") && !icons.names().any(|id| id == "logos:own"),
        "hidden names are not listed"
    );
    for (text, told) in [
        ("{", "JSON"),
        ("{}", "prefix"),
        (r#"{"prefix": "a:b", "icons": {}}"#, "prefix"),
        (r#"{"prefix": "a"}"#, "no `icons`"),
    ] {
        assert!(icons.add_pack(text).unwrap_err().to_string().contains(told), "{text}");
    }
}

#[test]
fn packing_round_trips() {
    let json = |prefix: &str, n_icons: usize| {
        let icons: Vec<_> = (0..n_icons)
            .map(|idx| {
                format!(
                    r#""icon-{idx}": {{"body": "<path d='M0 0h{0}v{0}z'/>", "width": {0}}}"#,
                    idx + 1
                )
            })
            .collect();
        format!(r#"{{"prefix": "{prefix}", "height": 9, "icons": {{{}}}}}"#, icons.join(","))
    };
    // Several blocks in one pack, and a second pack after it.
    let texts = [json("many", 3000), json("few", 2)];
    let packed = pack(&[&texts[0], &texts[1]], 6).unwrap();
    assert_eq!(
        packed,
        pack(&[&texts[0], &texts[1]], 6).unwrap(),
        "the same texts give the same bytes"
    );
    let icons = Icons::from_packed(packed.clone()).unwrap();
    assert_eq!(icons.packs().collect::<Vec<_>>(), [("many", 3000), ("few", 2)]);
    for (id, size) in [
        ("many:icon-0", 1.0),
        ("many:icon-1999", 2000.0),
        ("many:icon-2999", 3000.0),
        ("few:icon-1", 2.0),
    ] {
        let icon = icons.icon(id).unwrap();
        assert_eq!((icon.width, icon.height), (size, 9.0), "{id}");
        let Layer::Fill { path, .. } = &icon.layers[0] else { panic!("{icon:?}") };
        assert_eq!(path.bounding_box().width(), size, "{id} has its own body");
    }
    // Damage is told or harmless, never a panic.
    for cut in (0..packed.len()).step_by(37) {
        if let Ok(icons) = Icons::from_packed(packed[..cut].to_vec()) {
            let _ = icons.icon("few:icon-1");
        }
        let mut bent = packed.clone();
        bent[cut] ^= 0x55;
        if let Ok(icons) = Icons::from_packed(bent) {
            let _ = (icons.icon("many:icon-1999"), icons.resolve("few:nothing"));
        }
    }
    assert!(matches!(Icons::from_packed(Vec::new()), Err(PackError::Damaged)));
}

#[test]
fn the_packs_built_in_are_whole() {
    let packs: Vec<_> = bundled().packs().collect();
    assert_eq!(packs, [("logos", 2312), ("mdi", 14001), ("simple-icons", 3755)]);
    assert!(BUNDLED.len() < 6_000_000, "{} bytes", BUNDLED.len());
    let found: Vec<_> = bundled().search("Postgres").collect();
    assert!(
        found.contains(&"logos:postgresql".to_owned())
            && found.contains(&"simple-icons:postgresql".to_owned()),
        "{found:?}"
    );
}

#[test]
fn threads_see_the_same() {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<Icons>();
    let icons = Icons::bundled();
    let ids =
        ["logos:redis", "mdi:user", "mdi:account", "logos:apache-kafka", "cloud", "aws:lambda"];
    let rounds: Vec<Vec<_>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| ids.map(|id| icons.resolve(id).icon.unwrap()).to_vec()))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for round in &rounds {
        assert!(
            round.iter().zip(&rounds[0]).all(|(one, other)| Arc::ptr_eq(one, other)),
            "converted once"
        );
    }
    assert!(Arc::ptr_eq(&rounds[0][1], &rounds[0][2]), "an alias is the same drawing");
}

#[test]
fn monograms_are_stable() {
    for (id, letters) in [
        ("acme:data-lake", "DL"),
        ("acme:thing", "TH"),
        ("x", "X"),
        ("", "?"),
        ("a:b:web_api_v2", "WA"),
        ("acme:\u{e9}t\u{e9}", "\u{c9}T"),
    ] {
        let (found, hue) = monogram(id);
        assert_eq!(found, letters, "{id}");
        assert!(hue < 360);
        assert_eq!(monogram(id), (found, hue));
    }
    assert_eq!(monogram("acme:data-lake").1, monogram(" acme:data-lake ").1);
    assert_ne!(monogram("acme:a").1, monogram("acme:b").1);
}
