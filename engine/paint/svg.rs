//! Writes a scene as SVG, text as text.
