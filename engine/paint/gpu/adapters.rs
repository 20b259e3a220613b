use super::instance;

/// All graphics adapters that the painter could be made on, in the order that the drivers tell them.
///
/// Takes as long as the drivers take to load: tens of milliseconds to a second.
#[must_use]
pub fn adapters() -> Vec<Adapter> {
    let found = pollster::block_on(instance(None).enumerate_adapters(wgpu::Backends::PRIMARY));
    found.iter().map(|adapter| Adapter::from(adapter.get_info())).collect()
}

/// What a graphics adapter says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapter {
    /// Its name.
    pub name: String,
    /// The interface it is reached through (`Vulkan`).
    pub backend: String,
    /// The driver's name and version.
    pub driver: String,
    /// Whether it is a program on the CPU and not a chip.
    pub is_software: bool,
}

impl From<wgpu::AdapterInfo> for Adapter {
    fn from(info: wgpu::AdapterInfo) -> Self {
        Self {
            backend: format!("{:?}", info.backend),
            driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
            is_software: info.device_type == wgpu::DeviceType::Cpu,
            name: info.name,
        }
    }
}
