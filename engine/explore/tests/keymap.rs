//! The table of keys (`interaction.md` 3.2), row by row: an event goes in, a command and a state come out.

use super::*;

/// Groups in a row and one in another, a service with two edges on one side, and a long one off to the side.
const TEXT: &str = "architecture-beta
    group left(cloud)[Left]
    group inner(cloud)[Inner] in left
    group right(cloud)[Right]
    service a(server)[Alpha] in inner
    service b(database)[Beta] in left
    service c(disk)[Gamma] in right
    service d(disk)[Delta] in right
    a:R --> L:c
    a:R --> L:d
    a:B --> T:b
";

/// A window with the diagram in it, to act in as hands do.
struct Hands {
    diagram: Diagram,
    input: Input,
    state: State,
    time: f64,
}

impl Hands {
    fn new(diagram: &Diagram) -> Self {
        let (input, state) = (Input::default(), State::default());
        let mut hands = Self { diagram: diagram.clone(), input, state, time: 0.0 };
        hands.act(&[Event::Resized(Size::new(1000.0, 700.0))]);
        hands
    }

    /// Gives commands, a second apart.
    fn play(&mut self, script: &str) {
        let (steps, faults) = super::super::script(script);
        assert_eq!(faults, [], "{script}");
        for step in steps {
            self.time += 1.0;
            update(&mut self.state, &step.command, Some(&self.diagram), self.time);
        }
        self.time += 1.0;
    }

    /// Does all this, some milliseconds apart, and returns the commands that come of it and the last effect.
    fn act(&mut self, events: &[Event]) -> (Vec<String>, Option<Effect>) {
        let (mut given, mut effect) = (Vec::new(), None);
        for event in events {
            self.time += 0.03;
            for command in self.input.read(event, &self.state, self.time) {
                let found = update(&mut self.state, &command, Some(&self.diagram), self.time);
                effect = found.or(effect);
                let is_shown = !matches!(command, Command::Point(_) | Command::Throw(_));
                given.extend(is_shown.then(|| command.to_string()));
            }
        }
        (given, effect)
    }

    /// Presses a key and lets go of it.
    fn press(&mut self, chord: &str) -> (Vec<String>, Option<Effect>) {
        let (key, modifiers) = pressed(chord).unwrap();
        let (held, free) = (Event::Modified(modifiers), Event::Modified(Modifiers::default()));
        self.act(&[held, Event::KeyPressed(key), Event::KeyReleased(key), free])
    }

    /// Where a thing is seen.
    fn place_of(&self, id: &str) -> Point {
        let subject = Name::Thing(id.to_owned()).find(&self.diagram).unwrap();
        let pose = self.state.camera.at(self.time);
        pose.screen_from_world(hit::bounds(&self.diagram, subject).center(), self.state.viewport)
    }

    /// Where the beginning of an edge is seen, a little way along it.
    fn place_on(&self, edge: usize) -> Point {
        let points = &self.diagram.routes.edges[edge].points;
        let at = points[0] + (points[1] - points[0]).normalize() * 12.0;
        let pose = self.state.camera.at(self.time);
        pose.screen_from_world(Point::new(at.x, at.y), self.state.viewport)
    }

    /// What a person sees of the state, in words.
    fn told(&self) -> String {
        let (state, chrome) = (&self.state, &self.state.chrome);
        let name = |s: Subject| Name::of(s, &self.diagram).to_string();
        let list = |subjects: &mut dyn Iterator<Item = Subject>| {
            subjects.map(name).collect::<Vec<_>>().join(" ")
        };
        let mut told = vec![
            format!("selected [{}]", list(&mut state.view.selection.iter().copied())),
            format!("focus [{}]", list(&mut state.view.focus.into_iter().map(Subject::Group))),
            format!(
                "folded [{}]",
                list(&mut state.view.folded.iter().copied().map(Subject::Group))
            ),
            format!("hidden [{}]", list(&mut state.view.hidden.iter().copied())),
        ];
        if let Some(trace) = &state.view.trace {
            told.push(format!("traced {}", trace.traced.n_nodes()));
        }
        if let Some(search) = &state.search {
            let what = if search.purpose == Purpose::Find { "search" } else { "palette" };
            told.push(format!("{what} [{}]", search.text));
        }
        told.extend(chrome.menu.as_ref().map(|menu| format!("menu {}", menu.title)));
        told.extend(chrome.sheet.map(|finding| format!("finding {finding}")));
        for (is_on, what) in [
            (state.fitted, "fitted"),
            (state.help, "help"),
            (state.overlay, "overlay"),
            (state.fullscreen, "fullscreen"),
            (chrome.outline.is_some(), "outline"),
            (chrome.inspector.is_some(), "inspector"),
            (chrome.legend, "legend"),
            (chrome.minimap_shown, "minimap"),
        ] {
            told.extend(is_on.then(|| what.to_owned()));
        }
        told.join(", ")
    }
}

fn diagram() -> Diagram {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    Diagram::new(TEXT, &mut resources)
}

/// After `script` the key gives this command and leads to a state that is told with these words.
#[track_caller]
fn check(diagram: &Diagram, script: &str, chord: &str, command: &str, expected: &str) {
    let mut hands = Hands::new(diagram);
    hands.play(script);
    let (given, _) = hands.press(chord);
    assert_eq!(given, [command], "{script}: {chord}");
    let told = hands.told();
    for part in expected.split(", ").filter(|part| !part.is_empty()) {
        match part.strip_prefix("no ") {
            Some(part) => assert!(!told.contains(part), "{script}: {chord}: {part} in {told}"),
            None => assert!(told.contains(part), "{script}: {chord}: no {part} in {told}"),
        }
    }
}

#[test]
fn select_and_structure() {
    let diagram = diagram();
    let check = |script: &str, chord: &str, command: &str, expected: &str| {
        check(&diagram, script, chord, command, expected);
    };
    check("", "Ctrl+A", "select all", "selected [a b c d]");
    check("focus right", "Ctrl+A", "select all", "selected [c d]");
    check("", "Tab", "walk next", "selected [a]");
    check("select a", "Shift+Tab", "walk previous", "selected [d]");
    check("select c", "Left", "walk left", "selected [a]");
    check("select a", "Down", "walk down", "selected [b]");
    check("select b", "Up", "walk up", "selected [a]");
    check("select a", "Right", "walk right", "selected [c]");
    check("select a; walk right", "Alt+Right", "walk other", "selected [d]");
    check("select a; walk right; walk other", "Alt+Right", "walk other", "selected [c]");
    // Nothing joins them: the nearest that way.
    check("select c", "Down", "walk down", "selected [d]");
    check("select inner", "Enter", "focus", "focus [inner], no fitted");
    check("select a", "Enter", "focus", "focus [], selected [a], no fitted");
    check("focus inner", "Backspace", "up", "focus [left]");
    check("focus inner", "Alt+Up", "up", "focus [left]");
    check("select a", "Alt+Up", "up", "selected [inner]");
    check("select right", "C", "toggle", "folded [right]");
    check("select right; collapse", "C", "toggle", "folded []");
    check("select right", "Shift+C", "collapse siblings", "folded [left]");
    check("collapse left inner", "E", "expand level", "folded [inner]");
    check("collapse left inner", "Shift+E", "expand all", "folded []");
    check("select inner", "F", "focus", "focus [inner]");
    check("select c", "I", "isolate", "hidden [left inner a b d]");
    check("select c", "H", "hide", "hidden [c], selected []");
    check("hide c left", "Shift+H", "show all", "hidden []");
}

#[test]
fn trace_find_and_history() {
    let diagram = diagram();
    let check = |script: &str, chord: &str, command: &str, expected: &str| {
        check(&diagram, script, chord, command, expected);
    };
    check("select c", "1", "trace 1", "traced 2");
    for hops in 2..=9 {
        let command = format!("trace {hops}");
        check("select c", &hops.to_string(), &command, "traced");
    }
    check("select c", "2", "trace 2", "traced 4");
    check("select c; trace 1", "0", "trace off", "no traced");
    check("select b", "U", "upstream", "traced 2");
    check("select a", "D", "downstream", "traced 4");
    check("select c", "Shift+U", "upstream all", "traced 2");
    check("select a", "Shift+D", "downstream all", "traced 4");
    check("select b c", "P", "trace path", "traced 3");
    check("select c", "G", "fail", "traced 2");
    check("", "/", "search", "search []");
    check("", "Ctrl+F", "search", "search []");
    check("", "Space", "search", "search []");
    check("", "Ctrl+K", "palette", "palette []");
    check("", "Ctrl+Shift+P", "palette", "palette []");
    let found = "search kind:service; accept";
    check(found, "F3", "match next", "selected [b]");
    check(&format!("{found}; match next"), "Shift+F3", "match previous", "selected [a]");
    check("focus right", "Alt+Left", "back", "focus [], fitted");
    check("focus right", "Ctrl+[", "back", "focus [], fitted");
    check("focus right; back", "Alt+Right", "forward", "focus [right], no fitted");
    check("focus right; back", "Ctrl+]", "forward", "focus [right], no fitted");
    check("hide c", "Ctrl+Z", "undo", "hidden []");
    check("collapse right", "Ctrl+Z", "undo", "folded []");
    check("zoom in", "Ctrl+Z", "undo", "fitted");
    check("hide c; undo", "Ctrl+Shift+Z", "redo", "hidden [c]");
    check("hide c; undo", "Ctrl+Y", "redo", "hidden [c]");
}

#[test]
fn what_is_shown_and_left_again() {
    let diagram = diagram();
    let check = |script: &str, chord: &str, command: &str, expected: &str| {
        check(&diagram, script, chord, command, expected);
    };
    check("", "L", "legend", "legend");
    check("", "M", "minimap", "minimap");
    check("minimap", "M", "minimap", "no minimap");
    check("", "O", "outline", "outline");
    check("", "Y", "inspector", "inspector");
    check("", "?", "help", "help");
    check("help", "F1", "help", "no help");
    check("", "F12", "overlay", "overlay");
    check("", "F11", "fullscreen", "fullscreen");
    check("select a", "Menu", "menu", "menu Alpha");
    check("select a", "Shift+F10", "menu", "menu Alpha");
    check("select a", "Shift+R", "layout", "menu Layout");
    // One thing a press, the last first (`interaction.md` 3.1).
    let all = "fullscreen; select right; focus right; select c; hide d; trace 1; search x; menu c";
    let mut hands = Hands::new(&diagram);
    hands.play(all);
    for left in [
        "search [x]",
        "traced",
        "hidden [d]",
        "focus [right]",
        "selected [c]",
        "fullscreen",
        "fitted",
    ] {
        let (given, effect) = hands.press("Esc");
        assert_eq!((given.as_slice(), effect), (["escape".to_owned()].as_slice(), None));
        assert!(hands.told().contains(left), "{left}: {}", hands.told());
    }
    let told = hands.told();
    assert_eq!(told, "selected [], focus [], folded [], hidden [], fitted");
}

#[test]
fn what_keys_ask_of_the_world_outside() {
    let diagram = diagram();
    let check = |chord: &str, command: &str, expected: Effect| {
        let (given, effect) = Hands::new(&diagram).press(chord);
        assert_eq!((given, effect), (vec![command.to_owned()], Some(expected)), "{chord}");
    };
    let copy = |what| Effect::Ask(Ask::Copy(what));
    check("Ctrl+O", "open file", Effect::Ask(Ask::Open(None)));
    check("Ctrl+W", "tab close", Effect::Ask(Ask::Tab(Tab::Close)));
    check("Ctrl+Tab", "tab next", Effect::Ask(Ask::Tab(Tab::Next)));
    check("Ctrl+Shift+Tab", "tab previous", Effect::Ask(Ask::Tab(Tab::Previous)));
    check("Ctrl+S", "save", Effect::Save);
    check("R", "reload", Effect::Reload);
    check("Ctrl+C", "copy picture", copy(Copied::Picture));
    check("Ctrl+Shift+C", "copy svg", copy(Copied::Svg));
    check("Ctrl+Alt+C", "copy link", copy(Copied::Link));
    check("Ctrl+V", "paste", Effect::Ask(Ask::Paste));
    check("T", "theme", Effect::Theme(None));
    check("Ctrl+Q", "quit", Effect::Quit);
    let mut hands = Hands::new(&diagram);
    hands.press("Shift+R");
    let (_, effect) = hands.press("Enter");
    assert_eq!(effect, Some(Effect::Ask(Ask::Layout(None))), "the first of the layouts");
    let mut hands = Hands::new(&diagram);
    hands.press("Shift+R");
    hands.press("Down");
    let (_, effect) = hands.press("Enter");
    assert_eq!(effect, Some(Effect::Ask(Ask::Layout(Some(crate::layout::Effort::Best)))));
}

#[test]
fn keys_move_the_camera() {
    let diagram = diagram();
    let view = |script: &str| {
        let mut hands = Hands::new(&diagram);
        hands.play(script);
        hands
    };
    // How much larger it is then, and how many windows the middle of the view has moved.
    let check = |script: &str, chord: &str, command: &str, larger: f64, by: (f64, f64)| {
        let mut hands = view(script);
        let before = hands.state.camera.target();
        assert_eq!(hands.press(chord).0, [command], "{chord}");
        let after = hands.state.camera.target();
        let moved = (after.center - before.center) * after.zoom;
        let found = (after.zoom / before.zoom, moved.x / 1000.0, moved.y / 700.0);
        let off = [found.0 - larger, found.1 - by.0, found.2 - by.1];
        assert!(off.iter().all(|off| off.abs() < 1e-6), "{chord}: {found:?}");
    };
    let step = (96.0 / 1000.0, 96.0 / 700.0);
    for chord in ["+", "=", "Ctrl++"] {
        check("", chord, "zoom in", 1.25, (0.0, 0.0));
    }
    check("", "-", "zoom out", 0.8, (0.0, 0.0));
    check("scale 2", "Ctrl+0", "scale 1", 0.5, (0.0, 0.0));
    check("", "Left", "walk left", 1.0, (-step.0, 0.0));
    check("", "Right", "walk right", 1.0, (step.0, 0.0));
    check("", "Up", "walk up", 1.0, (0.0, -step.1));
    check("", "Down", "walk down", 1.0, (0.0, step.1));
    check("", "PgUp", "page up", 1.0, (0.0, -0.85));
    check("", "PgDn", "page down", 1.0, (0.0, 0.85));
    check("", "Shift+PgUp", "page left", 1.0, (-0.85, 0.0));
    check("", "Shift+PgDn", "page right", 1.0, (0.85, 0.0));
    for chord in ["Home", "W", "Shift+1", "!"] {
        keymap::check(&diagram, "scale 2; pan 50 60", chord, "fit", "fitted");
    }
    for chord in ["Z", "Shift+2", "@", "\""] {
        let mut hands = view("select c");
        assert_eq!(hands.press(chord).0, ["fit selection"], "{chord}");
        hands.time += 5.0;
        let off = hands.place_of("c") - hands.state.free_area().center();
        assert!(off.hypot() < 20.0, "{chord}: {off:?}");
    }
}

#[test]
fn hands_move_the_camera() {
    let diagram = diagram();
    let at = |x: f64, y: f64| Event::Moved(Point::new(x, y));
    let press = |button| [Event::Pressed(button), Event::Released(button)];
    let click = press(Button::Left);
    let held = |modifiers| Event::Modified(modifiers);
    let control = Modifiers { control: true, ..Modifiers::default() };
    let shift = Modifiers { shift: true, ..Modifiers::default() };
    let moved = |events: &[Event]| {
        let mut hands = Hands::new(&diagram);
        let before = hands.state.camera.target();
        hands.act(events);
        let after = hands.state.camera.target();
        (after.zoom / before.zoom, (after.center - before.center) * after.zoom)
    };
    let check = |what: &str, events: &[Event], larger: f64, by: (f64, f64)| {
        let (found, moved) = moved(events);
        assert!((found - larger).abs() < 1e-6, "{what}: {found} as large");
        assert!((moved - Vec2::new(by.0, by.1)).hypot() < 1e-6, "{what}: moved by {moved:?}");
    };
    let notch = libm::exp(0.18);
    check("a wheel", &[at(500.0, 350.0), Event::Wheel(Vec2::new(0.0, 1.0))], notch, (0.0, 0.0));
    check("a pinch", &[at(500.0, 350.0), Event::Pinched(1.5)], 1.5, (0.0, 0.0));
    check("two fingers", &[at(5.0, 5.0), Event::Swiped(Vec2::new(9.0, 4.0))], 1.0, (-9.0, -4.0));
    for button in [Button::Left, Button::Middle] {
        let drag = [at(5.0, 5.0), Event::Pressed(button), at(25.0, 45.0), Event::Released(button)];
        check("a drag", &drag, 1.0, (-20.0, -40.0));
    }
    let (down, up) = (Event::KeyPressed(Key::Space), Event::KeyReleased(Key::Space));
    let on_a = Hands::new(&diagram).place_of("a");
    let [pressed, released] = click.clone();
    let drag = [at(on_a.x, on_a.y), down, pressed, at(on_a.x + 30.0, on_a.y), released, up];
    check("a drag with the space bar held", &drag, 1.0, (-30.0, 0.0));
    let twice = |modifiers| [&[at(5.0, 650.0), held(modifiers)], &click[..], &click[..]].concat();
    let (larger, _) = moved(&twice(Modifiers::default()));
    assert!((larger - 2.0).abs() < 1e-6, "a double click: {larger}");
    let (larger, _) = moved(&twice(shift));
    assert!((larger - 0.5).abs() < 1e-6, "a double click with Shift: {larger}");
    let frame = [
        at(250.0, 175.0),
        held(control),
        Event::Pressed(Button::Left),
        at(750.0, 525.0),
        Event::Released(Button::Left),
    ];
    check("a frame with Control", &frame, 2.0, (0.0, 0.0));
}

#[test]
fn hands_select_and_open() {
    let diagram = diagram();
    let shift = Modifiers { shift: true, ..Modifiers::default() };
    let control = Modifiers { control: true, ..Modifiers::default() };
    let clicks =
        |n: usize, button| vec![[Event::Pressed(button), Event::Released(button)]; n].concat();
    let check = |script: &str, place: &dyn Fn(&Hands) -> Point, held, acts: &[Event], expected| {
        let mut hands = Hands::new(&diagram);
        hands.play(script);
        let at = Event::Moved(place(&hands));
        hands.act(&[&[at, Event::Modified(held)], acts].concat());
        let told = hands.told();
        assert!(told.contains(expected), "{script}: {expected} is not in {told}");
    };
    let plain = Modifiers::default();
    let on = |id: &'static str| move |hands: &Hands| hands.place_of(id);
    let edge = |hands: &Hands| hands.place_on(2);
    let title = |hands: &Hands| {
        let r = hands.diagram.layout.groups[2];
        let pose = hands.state.camera.at(hands.time);
        pose.screen_from_world(Point::new(r.min.x + 1.0, r.center().y), hands.state.viewport)
    };
    let left = Button::Left;
    check("", &on("a"), plain, &clicks(1, left), "selected [a]");
    check("select a", &on("c"), shift, &clicks(1, left), "selected [a c]");
    check("", &edge, plain, &clicks(1, left), "selected [edge 2]");
    // The far end of it is `b`, the near one `a`.
    check("", &edge, plain, &clicks(2, left), "selected [b]");
    check("", &edge, control, &clicks(2, left), "selected [a]");
    check("", &title, plain, &clicks(2, left), "focus [right]");
    check("", &on("a"), plain, &clicks(1, Button::Right), "menu Alpha");
    let frame =
        [Event::Pressed(left), Event::Moved(Point::new(995.0, 695.0)), Event::Released(left)];
    check("", &|_: &Hands| Point::new(2.0, 2.0), shift, &frame, "selected [a b c d]");
    let corner = |_: &Hands| Point::new(2.0, 690.0);
    check("focus right", &corner, plain, &clicks(1, Button::Back), "focus []");
    check("focus right; back", &corner, plain, &clicks(1, Button::Forward), "focus [right]");
}

#[test]
fn a_link_leads_back_to_what_is_seen() {
    let diagram = diagram();
    let check = |script: &str, expected: &str| {
        let mut hands = Hands::new(&diagram);
        hands.play(script);
        let told = hands.state.retold(&diagram);
        assert_eq!(told, expected, "{script}");
        let mut other = Hands::new(&diagram);
        other.play(&told);
        assert_eq!(other.told(), hands.told(), "{script}");
        assert_eq!(other.state.retold(&diagram), told, "{script}");
    };
    check("", "fit");
    check("look 10 20.25 0.5", "look 10.0 20.2 0.5000");
    check(
        "detail 1; hide d; collapse left; focus right; select c; trace 2; look 1 2 3",
        "detail 1; hide d; collapse left; focus right; select c; trace 2 c; look 1.0 2.0 3.0000",
    );
    check("downstream all a; fit", "downstream all a; fit");
    check("trace b -> c; trace next; fit", "trace b -> c; trace next; fit");
    check("fail c; fit", "fail c; fit");
}
