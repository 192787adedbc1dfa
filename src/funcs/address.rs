//! Addresses read from text: shared by the functions of networks.

use std::net::IpAddr;

/// The address that a text spells, with nothing around it.
pub fn read(text: &[u8]) -> Option<IpAddr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}
