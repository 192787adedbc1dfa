//! The one integration binary: one link step, and one place that lists the tests.

mod alloc;
mod cases;
mod checkpoint;
mod conformance;
mod discover;
mod docs;
mod equivalent;
mod extend;
mod facts;
mod faults;
mod feed;
mod filebeat;
mod gates;
mod grok;
mod harness;
mod literal;
mod neighbour;
mod oracle;
mod peers;
mod python;
mod quoted;
mod same;
mod suites;
mod terminal;
mod tidy;
mod written;
