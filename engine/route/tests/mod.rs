mod cases;
mod laws;
mod nest;
