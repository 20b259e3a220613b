/// A painted picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// Red, green, blue and alpha, 8 bits each, colours multiplied by alpha; row by row from the top.
    pub data: Vec<u8>,
}

impl Picture {
    /// The same bytes with colours no longer multiplied by alpha, as PNG wants them.
    #[must_use]
    pub fn to_unpremultiplied(&self) -> Vec<u8> {
        let mut data = self.data.clone();
        for pixel in data.chunks_exact_mut(4) {
            let alpha = u32::from(pixel[3]);
            if alpha == 0 || alpha == 255 {
                continue;
            }
            for channel in &mut pixel[..3] {
                let value = (u32::from(*channel) * 255 + alpha / 2) / alpha;
                *channel = u8::try_from(value).unwrap_or(u8::MAX);
            }
        }
        data
    }
}
