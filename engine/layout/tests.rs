use glam::DVec2;

#[test]
fn x() {
    let _ = DVec2::ZERO;
}
