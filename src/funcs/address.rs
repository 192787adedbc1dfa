//! Addresses read from text: shared by the functions of networks.

use std::net::IpAddr;

/// The address that a text spells, with nothing around it. A v4 address that is written as a
/// v6 one (`::ffff:10.1.2.3`, as dual-stack servers log it) is the v4 address.
pub fn read(text: &[u8]) -> Option<IpAddr> {
    std::str::from_utf8(text).ok()?.parse().ok().map(|ip: IpAddr| ip.to_canonical())
}
