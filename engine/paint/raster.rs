//! The CPU painter (vello_cpu): the same picture on every machine.
