//! The CPU's frames in which something moves: what stands still is kept from one to the next.

use std::sync::Arc;

use crate::paint::raster::{paint_flow, put_over};
use crate::paint::{Moment, Picture, View};
use crate::scene::{Flow, Scene};

/// A frame without what moves, and what that is.
#[derive(Debug)]
pub(super) struct Moving {
    pub(super) flow: Arc<Flow>,
    /// The picture that it moves in.
    pub(super) scene: Arc<Scene>,
    pub(super) view: View,
    /// Below what moves.
    pub(super) below: Picture,
    /// Over it, with transparent parts.
    pub(super) over: Picture,
}

impl Moving {
    /// Makes `picture` the frame at `moment`.
    pub(super) fn paint(&self, moment: Moment, picture: &mut Picture) {
        (picture.width, picture.height) = (self.below.width, self.below.height);
        picture.data.clone_from(&self.below.data);
        paint_flow(&self.flow, &self.scene, &self.view, moment, picture);
        put_over(picture, &self.over);
    }
}
