//! The one integration binary: one link step, and one place that lists the tests.

mod cases;
mod docs;
mod faults;
mod feed;
mod harness;
mod literal;
mod peers;
mod oracle;
mod same;
mod tidy;
