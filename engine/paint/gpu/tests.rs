//! The same scene is the same picture on the GPU. On software Vulkan only something small is compared, because vello
//! takes seconds there.
