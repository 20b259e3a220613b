//! Words to commands, and the list of what there is.

use kurbo::{Point, Rect, Size};

use super::command::{Command, Edit, STEP, Turn, Way};
use super::words::{ARROW, Word};
use super::{Ask, Folding, Follow, Hops, Name, Playing, Pose, Purpose, Request, Show, Walk};
use crate::syntax::nearest;

/// Why words are no command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Which word is wrong; 0 stands for all of them.
    pub(super) word: usize,
    /// Its code.
    pub(super) code: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// What would be right.
    pub(super) hint: Option<String>,
}

/// A word that begins a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// It.
    pub word: &'static str,
    /// What follows it.
    pub usage: &'static str,
    /// What the command does.
    pub about: &'static str,
}

const fn entry(word: &'static str, usage: &'static str, about: &'static str) -> Entry {
    Entry { word, usage, about }
}

/// Every command, those for people before those for scripts.
#[rustfmt::skip]
pub const VOCABULARY: &[Entry] = &[
    entry("fit", "[selection|NAME…]", "show everything, what is selected, or these"),
    entry("zoom", "in|out|FACTOR [at X Y]", "enlarge or shrink, about the middle or a point"),
    entry("scale", "ZOOM", "1 is 100 %"),
    entry("go", "left|right|up|down", "move by a step, by nearly a windowful"),
    entry("page", "left|right|up|down", "move by a step, by nearly a windowful"),
    entry("pan", "X Y", "move the picture by so many px, at once or smoothly"),
    entry("glide", "X Y", "move the picture by so many px, at once or smoothly"),
    entry("look", "X Y ZOOM", "have this point of the drawing in the middle, at once"),
    entry("area", "X Y X Y", "show what is between two corners of the window"),
    entry("select", "[NAME…|all|in X Y X Y]", "select these, all, what is between two corners, or nothing"),
    entry("trace", "[HOPS|all] [NAME…]", "what is so many hops away, or one more"),
    entry("trace", "NAME -> NAME…|path|next|off", "the shortest way, here or between what is selected"),
    entry("upstream", "[HOPS|all] [NAME…]", "the same against the arrows: who depends on it"),
    entry("downstream", "[HOPS|all] [NAME…]", "the same with the arrows: what it depends on"),
    entry("fail", "[NAME…]", "what would fail with it, and single points of failure"),
    entry("focus", "[NAME…]", "look into a group, or go there"),
    entry("up", "", "to the group round what is selected or in focus, in the end to the whole"),
    entry("walk", "next|previous|left|right|up|down|other", "to the next service, to the one at that side, along another edge"),
    entry("hide", "[NAME…]", "do not draw these, nor what is in them"),
    entry("isolate", "[NAME…]", "draw nothing else"),
    entry("show", "all|NAME…", "draw everything again, or these"),
    entry("collapse", "[NAME…|siblings [NAME…]|all]", "draw groups as one tile each"),
    entry("expand", "[NAME…|level|all]", "show again what is in them"),
    entry("toggle", "[NAME…]", "collapse or expand"),
    entry("visit", "NAME", "select it and go there"),
    entry("inspect", "NAME", "select it and tell what is known of it"),
    entry("inspector", "[on|off]", "what is known of what is selected, on and off"),
    entry("outline", "[on|off|NAME]", "the tree of groups and services, on and off, or at this"),
    entry("minimap", "[auto|on|off|X Y]", "the whole in small, on and off; go to a place in it"),
    entry("legend", "", "what the marks mean, on and off"),
    entry("diagnostics", "[next|previous]", "what is to be said about the text, one by one"),
    entry("menu", "[X Y|NAME]", "what can be done with it"),
    entry("siblings", "NAME", "what lies beside it, to go there"),
    entry("edit", "[NAME]", "open an editor where it is written"),
    entry("theme", "[dark|light|own]", "these colours, dark or light in turn, the diagram's own"),
    entry("pin", "NAME at X Y", "let it stand there, px from the corner of its group"),
    entry("unpin", "[NAME…|all]", "let it stand where its edges want it"),
    entry("save", "", "write down what is pinned, beside the diagram"),
    entry("help", "", "the keys, on and off"),
    entry("search", "[TEXT]", "find by name, icon, group, or group:k8s deg>3 icon:logos:* ~api"),
    entry("palette", "[TEXT]", "find a command"),
    entry("choose", "next|previous", "another of what was found"),
    entry("accept", "", "go there, or do it"),
    entry("match", "next|previous", "to another of what was found last"),
    entry("hover", "[NAME]", "highlight it as if it were pointed at"),
    entry("undo", "", "take the last change back, make it again"),
    entry("redo", "", "take the last change back, make it again"),
    entry("back", "", "to the place looked at before, and on again"),
    entry("forward", "", "to the place looked at before, and on again"),
    entry("escape", "", "leave what was entered last"),
    entry("fullscreen", "", "to the full screen and back"),
    entry("overlay", "", "what draws, and how fast, on and off"),
    entry("detail", "-2|-1|0|1|2", "show so many levels more, or fewer, than the size tells"),
    entry("reload", "", "read the file again"),
    entry("flow", "[on|off]", "whether anything moves along the edges"),
    entry("play", "[SPEED]", "it goes on, so many times as fast; below zero backwards"),
    entry("pause", "", "it stands still"),
    entry("animate", "", "it goes on, or stands still"),
    entry("seek", "SECONDS", "it is where it was so many seconds after it began"),
    entry("share", "on|off", "fewer, larger and slower signs, for the video of a call"),
    entry("motion", "full|reduced", "whether things fly, or are at once where they go to"),
    entry("layout", "[afresh|draft|normal|best]", "lay it out otherwise; without a word a menu"),
    entry("copy", "picture|svg|link|id", "put what is seen, or what is selected, on the clipboard"),
    entry("export", "[\"PATH\"|again]", "write what is seen to a file, .png .svg .pdf .gif .apng .mp4, or ask where"),
    entry("paste", "", "open the text or the path that is on the clipboard"),
    entry("open", "file [\"PATH\"]", "open a file, or ask which"),
    entry("tab", "next|previous|NUMBER|close", "to another file that is open, or close this one"),
    entry("present", "[here|off]", "present the tour: from where it was left, from the step that fits, no longer"),
    entry("next", "step", "to the next step, back to this one from elsewhere, to the one before"),
    entry("previous", "step", "to the next step, back to this one from elsewhere, to the one before"),
    entry("step", "first|last|NUMBER|ID", "to this step of the tour"),
    entry("skip", "", "to the next step without a flight"),
    entry("alternative", "NUMBER", "go on with one of the choices that a step offers"),
    entry("steps", "", "all steps at a glance, on and off"),
    entry("black", "", "show nothing but that, on and off"),
    entry("white", "", "show nothing but that, on and off"),
    entry("laser", "", "point with light that leaves a trail, on and off"),
    entry("spotlight", "[RADIUS]", "darken all but what is round the pointer, on and off; how far it reaches"),
    entry("ink", "[clear]", "draw by dragging, on and off; wipe it away"),
    entry("autoplay", "", "go from step to step without keys, on and off"),
    entry("presenter", "", "a window with notes, time and the next step, on and off"),
    entry("record", "step", "write down what is seen as a step of the tour"),
    entry("quit", "", "close the window"),
    entry("click", "X Y [add]", "select what is there"),
    entry("open", "X Y [back]", "what a double click there does"),
    entry("point", "[X Y]", "the pointer is there, or nowhere"),
    entry("pinch", "FACTOR at X Y", "enlarge at once"),
    entry("throw", "X Y", "let go of the picture at this speed, px a second"),
    entry("type", "\"TEXT\"", "write in the panel that is open"),
    entry("erase", "back|forward|word", "take letters away"),
    entry("caret", "back|forward|start|end", "move the caret"),
    entry("compose", "\"TEXT\"", "what an input method is still at"),
    entry("branch", "open|close [NAME]", "show a group's members in the outline, or not"),
    entry("scroll", "Y", "move the panel under the pointer by so many px"),
    entry("grab", "X Y", "take hold of what is there"),
    entry("drag", "X Y", "bring it there"),
    entry("drop", "", "let go of it"),
    entry("stroke", "[X Y]", "draw with ink to there, or lift the pen"),
    entry("digits", "[NUMBER]", "the number of a step as far as it is typed"),
    entry("hop", "", "one hop further along the trace of a step"),
    entry("push", "X Y ZOOM", "fly there, away from the step"),
    entry("band", "[X Y X Y]", "draw a frame up, or none"),
    entry("resize", "WIDTH HEIGHT", "the window has this size"),
];

/// The command that `words` are.
pub(super) fn read(words: &[Word]) -> Result<Command, Fault> {
    let [first, rest @ ..] = words else { return Err(unknown("")) };
    let Some(entry) = VOCABULARY.iter().find(|entry| entry.word == first.text) else {
        return Err(unknown(&first.text));
    };
    let texts: Vec<&str> = rest.iter().map(|word| word.text.as_str()).collect();
    let parts = Parts { words: rest, texts: &texts };
    let asked = Ask::read(entry.word, &texts).map(|ask| Ok(Command::Ask(ask)));
    let asked =
        asked.or_else(|| Show::read(entry.word, &texts).map(|show| Ok(Command::Show(show))));
    let asked =
        asked.or_else(|| Playing::read(entry.word, &texts).map(|p| Ok(Command::Playing(p))));
    let command = asked.or_else(|| parts.camera(entry.word));
    let command = command.or_else(|| parts.things(entry.word));
    let command = command.or_else(|| parts.trace(entry.word));
    let command = command.or_else(|| parts.fold(entry.word));
    let command = command.or_else(|| parts.panel(entry.word)).or_else(|| parts.chrome(entry.word));
    command.or_else(|| parts.plain(entry.word)).unwrap_or_else(|| Err(misused(entry.word)))
}

fn unknown(word: &str) -> Fault {
    let near = nearest(word, VOCABULARY.iter().map(|entry| entry.word));
    let hint = near.map(|near| format!("did you mean `{near}`?"));
    Fault {
        word: 0,
        code: "unknown-command",
        message: format!("there is no command `{word}`"),
        hint: hint.or_else(|| Some("`veduta help commands` lists them".to_owned())),
    }
}

fn misused(word: &str) -> Fault {
    let entries = VOCABULARY.iter().filter(|entry| entry.word == word);
    let form = |entry: &Entry| format!("`{}`", format!("{word} {}", entry.usage).trim());
    let forms: Vec<String> = entries.map(form).collect();
    Fault {
        word: 0,
        code: "bad-command",
        message: format!("`{word}` is not followed by this"),
        hint: Some(format!("write {}", forms.join(" or "))),
    }
}

/// What follows the first word.
struct Parts<'w> {
    words: &'w [Word],
    texts: &'w [&'w str],
}

/// `None` where the words have another form than the command takes.
type Found = Option<Result<Command, Fault>>;

impl Parts<'_> {
    fn camera(&self, word: &str) -> Found {
        let factor = || self.factor(0);
        let point = |first| self.point(first);
        Some(match (word, self.texts) {
            ("zoom", [_]) => factor().map(|factor| Command::Zoom { factor, at: None }),
            ("zoom", [_, "at", _, _]) => {
                let at = point(2);
                factor().and_then(|factor| Ok(Command::Zoom { factor, at: Some(at?) }))
            }
            ("pinch", [_, "at", _, _]) => {
                let at = point(2);
                factor().and_then(|factor| Ok(Command::Pinch { factor, at: at? }))
            }
            ("scale", [_]) => factor().map(Command::Scale),
            ("pan", [_, _]) => point(0).map(|by| Command::Pan(by.to_vec2())),
            ("glide", [_, _]) => point(0).map(|by| Command::Glide(by.to_vec2())),
            ("throw", [_, _]) => point(0).map(|velocity| Command::Throw(velocity.to_vec2())),
            ("go", [_]) => self.way().map(Command::Go),
            ("page", [_]) => self.way().map(Command::Page),
            ("fit", []) => Ok(Command::Fit),
            ("fit", ["selection"]) if !self.words[0].quoted => Ok(Command::FitTo(Vec::new())),
            ("fit", [..]) => return Some(Ok(Command::FitTo(self.names(0)?))),
            ("look", [_, _, _]) => {
                let zoom = self.factor(2);
                point(0).and_then(|center| Ok(Command::Look(Pose { center, zoom: zoom? })))
            }
            ("area", [_, _, _, _]) => self.corners(0).map(Command::Area),
            ("band", []) => Ok(Command::Band(None)),
            ("band", [_, _, _, _]) => self.corners(0).map(|band| Command::Band(Some(band))),
            ("resize", [_, _]) => self.size().map(Command::Resize),
            _ => return None,
        })
    }

    fn things(&self, word: &str) -> Found {
        let at = || self.point(0);
        Some(match (word, self.texts) {
            ("point", []) => Ok(Command::Point(None)),
            ("point", [_, _]) => at().map(|at| Command::Point(Some(at))),
            ("click", [_, _]) => at().map(|at| Command::Click { at, add: false }),
            ("click", [_, _, "add"]) => at().map(|at| Command::Click { at, add: true }),
            ("open", [_, _]) => at().map(|at| Command::Open { at, back: false }),
            ("open", [_, _, "back"]) => at().map(|at| Command::Open { at, back: true }),
            ("grab", [_, _]) => at().map(Command::Grab),
            ("drag", [_, _]) => at().map(Command::Drag),
            ("unpin", ["all"]) if !self.words[0].quoted => Ok(Command::UnpinAll),
            ("unpin", [..]) => Ok(Command::Unpin(self.names(0)?)),
            ("pin", [.., "at", _, _]) => return self.pin(),
            ("hover", []) => Ok(Command::Hover(None)),
            ("hover", [..]) => match self.names(0)?.as_slice() {
                [name] => Ok(Command::Hover(Some(name.clone()))),
                _ => return None,
            },
            ("select", ["all"]) if !self.words[0].quoted => Ok(Command::SelectAll),
            ("select", ["in", _, _, _, _]) => self.corners(1).map(Command::SelectIn),
            ("select", [..]) => Ok(Command::Select(self.names(0)?)),
            _ => return None,
        })
    }

    /// A name, `at`, and a place.
    fn pin(&self) -> Found {
        let n_words = self.words.len().checked_sub(3)?;
        let (words, texts) = (self.words.get(..n_words)?, self.texts.get(..n_words)?);
        let [name] = &(Parts { words, texts }).names(0)?[..] else { return None };
        Some(self.point(n_words + 1).and_then(|at| match at.x >= 0.0 && at.y >= 0.0 {
            true => Ok(Command::Pin { name: name.clone(), at }),
            false => Err(Self::fault(n_words + 1, "a place is not below zero".to_owned())),
        }))
    }

    fn fold(&self, word: &str) -> Found {
        let first = self.texts.first().filter(|_| !self.words[0].quoted);
        let (folding, n_words) = match (word, first) {
            ("collapse", Some(&"siblings")) => (Folding::CollapseSiblings, 1),
            ("collapse", Some(&"all")) if self.texts.len() == 1 => (Folding::CollapseAll, 1),
            ("collapse", _) => (Folding::Collapse, 0),
            ("expand", Some(&"level")) if self.texts.len() == 1 => (Folding::ExpandLevel, 1),
            ("expand", Some(&"all")) if self.texts.len() == 1 => (Folding::ExpandAll, 1),
            ("expand", _) => (Folding::Expand, 0),
            ("toggle", _) => (Folding::Toggle, 0),
            _ => return None,
        };
        Some(Ok(Command::Fold { folding, names: self.names(n_words)? }))
    }

    fn panel(&self, word: &str) -> Found {
        let turn = || match self.texts {
            ["next"] => Some(Turn::Next),
            ["previous"] => Some(Turn::Previous),
            _ => None,
        };
        Some(Ok(match (word, self.texts) {
            ("search", texts) => Command::Search(Purpose::Find, texts.join(" ")),
            ("palette", texts) => Command::Search(Purpose::Command, texts.join(" ")),
            ("type", [_, ..]) => Command::Edit(Edit::Type(self.texts.join(" "))),
            ("erase", ["back"]) => Command::Edit(Edit::EraseBack),
            ("erase", ["forward"]) => Command::Edit(Edit::EraseOn),
            ("erase", ["word"]) => Command::Edit(Edit::EraseWord),
            ("caret", ["back"]) => Command::Edit(Edit::CaretBack),
            ("caret", ["forward"]) => Command::Edit(Edit::CaretOn),
            ("caret", ["start"]) => Command::Edit(Edit::CaretStart),
            ("caret", ["end"]) => Command::Edit(Edit::CaretEnd),
            ("compose", texts) => Command::Compose(texts.join(" ")),
            ("choose", _) => Command::Choose(turn()?),
            ("match", _) => Command::Match(turn()?),
            _ => return None,
        }))
    }

    fn chrome(&self, word: &str) -> Found {
        let request = match word {
            "branch" => Request::read_branch(self.texts, self.names(1)?)?,
            word => Request::read(word, self.texts, || self.names(0))?,
        };
        Some(Ok(Command::Chrome(request)))
    }

    fn trace(&self, word: &str) -> Found {
        let follow = match word {
            "trace" => Follow::Around,
            "upstream" => Follow::Up,
            "downstream" => Follow::Down,
            "focus" => return Some(Ok(Command::Focus(self.names(0)?))),
            "motion" => {
                let reduced = match self.texts {
                    ["full"] => false,
                    ["reduced"] => true,
                    _ => return None,
                };
                return Some(Ok(Command::Motion { reduced }));
            }
            "walk" => return self.walk().map(|step| Ok(Command::Walk(step))),
            "hide" => return Some(Ok(Command::Hide(self.names(0)?))),
            "isolate" => return Some(Ok(Command::Isolate(self.names(0)?))),
            "show" if self.texts == ["all"] => return Some(Ok(Command::ShowAll)),
            "fail" => return Some(Ok(Command::Fail(self.names(0)?))),
            _ => return None,
        };
        if word == "trace" && self.texts.contains(&ARROW) {
            return self.stops().map(|stops| Ok(Command::TracePath(stops)));
        }
        match (word, self.texts) {
            ("trace", ["path"]) => return Some(Ok(Command::TracePath(Vec::new()))),
            ("trace", ["next"]) => return Some(Ok(Command::TraceNext)),
            ("trace", ["off"]) => return Some(Ok(Command::TraceOff)),
            _ => {}
        }
        let (hops, first) = match self.texts.first() {
            Some(&"all") if !self.words[0].quoted => (Hops::All, 1),
            Some(word) => match word.parse::<u32>().map(u8::try_from) {
                Ok(Ok(hops @ 1..=9)) => (Hops::Exactly(hops), 1),
                Ok(_) => {
                    let message = format!("`{word}` is no number of hops from 1 to 9");
                    return Some(Err(Self::fault(0, message)));
                }
                Err(_) => (Hops::More, 0),
            },
            None => (Hops::More, 0),
        };
        Some(Ok(Command::Trace { follow, hops, names: self.names(first)? }))
    }

    fn walk(&self) -> Option<Walk> {
        Some(match self.texts {
            ["next"] => Walk::Read(Turn::Next),
            ["previous"] => Walk::Read(Turn::Previous),
            ["other"] => Walk::Other,
            [_] => Walk::To(self.way().ok()?),
            _ => return None,
        })
    }

    /// Names with arrows between them.
    fn stops(&self) -> Option<Vec<Name>> {
        let legs = self.words.split(|word| word.text == ARROW && !word.quoted);
        let stop = |words: &[Word]| {
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            match (Parts { words, texts: &texts }).names(0)?.as_slice() {
                [name] => Some(name.clone()),
                _ => None,
            }
        };
        legs.map(stop).collect()
    }

    fn plain(&self, word: &str) -> Found {
        if let ("detail", [levels]) = (word, self.texts) {
            let found = levels.parse().ok().filter(|levels| (-2..=2).contains(levels));
            let message = format!("`{levels}` is no whole number from -2 to 2");
            return Some(found.map(Command::Detail).ok_or_else(|| Self::fault(0, message)));
        }
        if !self.texts.is_empty() {
            return None;
        }
        Some(Ok(match word {
            "up" => Command::Up,
            "help" => Command::Help,
            "drop" => Command::Drop,
            "save" => Command::Save,
            "accept" => Command::Accept,
            "undo" => Command::Undo,
            "redo" => Command::Redo,
            "back" => Command::Back,
            "forward" => Command::Forward,
            "fullscreen" => Command::Fullscreen,
            "escape" => Command::Escape,
            "overlay" => Command::Overlay,
            "reload" => Command::Reload,
            "quit" => Command::Quit,
            _ => return None,
        }))
    }

    /// The names from the word `first` on; commas between them are allowed.
    fn names(&self, first: usize) -> Option<Vec<Name>> {
        let mut names = Vec::new();
        let mut words = self.words.get(first..)?.iter().peekable();
        while let Some(word) = words.next() {
            let id = word.text.trim_matches(',');
            let next = words.peek().map(|next| next.text.trim_matches(','));
            let number = next.and_then(|next| next.parse::<u32>().ok());
            match (id, number, next) {
                ("edge", Some(number), _) if !word.quoted => {
                    names.push(Name::Edge(number));
                    words.next();
                }
                ("group", _, Some(group)) if !word.quoted => {
                    names.push(Name::Group(group.to_owned()));
                    words.next();
                }
                ("", _, _) | ("->", _, _) => return None,
                (id, _, _) => names.push(Name::Thing(id.to_owned())),
            }
        }
        Some(names)
    }

    fn fault(place: usize, message: String) -> Fault {
        Fault { word: place + 1, code: "bad-command", message, hint: None }
    }

    fn number(&self, place: usize) -> Result<f64, Fault> {
        let word = self.texts[place];
        let number: Option<f64> = word.parse().ok();
        number
            .filter(|x| x.is_finite())
            .ok_or_else(|| Self::fault(place, format!("`{word}` is not a number")))
    }

    fn factor(&self, place: usize) -> Result<f64, Fault> {
        match self.texts[place] {
            "in" => Ok(STEP),
            "out" => Ok(1.0 / STEP),
            word => match self.number(place)? {
                factor if factor > 0.0 => Ok(factor),
                _ => Err(Self::fault(place, format!("`{word}` is not above zero"))),
            },
        }
    }

    fn point(&self, first: usize) -> Result<Point, Fault> {
        Ok(Point::new(self.number(first)?, self.number(first + 1)?))
    }

    fn corners(&self, first: usize) -> Result<Rect, Fault> {
        Ok(Rect::from_points(self.point(first)?, self.point(first + 2)?))
    }

    fn size(&self) -> Result<Size, Fault> {
        let size = Size::new(self.number(0)?, self.number(1)?);
        if size.width < 0.0 || size.height < 0.0 {
            return Err(Self::fault(0, "a size is not negative".to_owned()));
        }
        Ok(size)
    }

    fn way(&self) -> Result<Way, Fault> {
        Ok(match self.texts[0] {
            "left" => Way::Left,
            "right" => Way::Right,
            "up" => Way::Up,
            "down" => Way::Down,
            word => {
                let message = format!("`{word}` is none of `left`, `right`, `up` or `down`");
                return Err(Self::fault(0, message));
            }
        })
    }
}
