//! Packs Iconify JSON files into the file that Veduta embeds; `engine/icons/data/README.md` tells where they come from.
//!
//! `cargo run --release --example pack_icons -- logos.json mdi.json simple-icons.json engine/icons/data/packs.bin`

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<_> = std::env::args_os().skip(1).collect();
    let target = paths
        .pop()
        .filter(|_| !paths.is_empty())
        .ok_or("usage: pack_icons PACK.json... OUT.bin")?;
    let texts = paths.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    let packed = veduta::icons::pack(&texts, 10)?;
    std::fs::write(target, packed)?;
    Ok(())
}
