//! Veduta reads the text of an architecture diagram, lays it out, routes its edges and draws it.
//!
//! The stages stand in the order of the modules below; each is one function from one plain type to the next,
//! and a module uses only those above it. `ARCHITECTURE.md` tells the whole story.

pub mod syntax;

pub mod graph;

pub mod metrics;

pub mod generate;

pub mod text;

pub mod icons;

pub mod layout;

pub mod route;

pub mod quality;

pub mod diagram;

pub mod explore;

pub mod scene;

pub mod diff;

pub mod paint;

pub mod export;

pub mod input;

pub mod settings;

pub mod clock;

#[cfg(feature = "window")]
pub mod app;

pub mod cli;
