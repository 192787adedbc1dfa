//! The groups that can be among the first by an aggregate: what `top 10 path` and
//! `count by path | sort -count | head 10` ask for.
//!
//! A sort with a limit behind a grouping says so, and then the groups that are worse than the
//! last of that many are never made to rows, which costs more than the sort itself where
//! groups are many. Ties stay, so that the sort decides as it would have; and where a value
//! says that it leaves something out, every group comes out, since the ledger counts them.

use super::group::Grouped;
use crate::data::Cell;

/// The first rows by one column are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Best {
    /// The slot of the column.
    pub slot: usize,
    pub descending: bool,
    /// How many.
    pub rows: usize,
}

impl Best {
    /// By table and id whether a group can be among the first; None where all groups are to come out.
    pub(super) fn of(&self, tables: &[&Grouped]) -> Option<Vec<Vec<bool>>> {
        let aggs = &tables.first()?.parts.aggs;
        let column = aggs.iter().position(|agg| agg.slot == self.slot)?;
        let n_groups = tables.iter().map(|table| table.first.len()).sum::<usize>();
        if self.rows == 0 || self.rows >= n_groups {
            return None;
        }
        let mut places = Vec::with_capacity(n_groups);
        let (mut kind, mut n_values) = (None, 0);
        let mut heap = Vec::new();
        for table in tables {
            for id in 0..table.first.len() as u32 {
                if (0..aggs.len()).any(|agg| table.cut(agg, id)) {
                    return None;
                }
                // None is last whatever the direction.
                let mut place = i64::MAX;
                if let Some((of, at)) = place_of(table.value(column, id, &mut heap))? {
                    if *kind.get_or_insert(of) != of {
                        return None;
                    }
                    n_values += 1;
                    place = if self.descending { !at } else { at };
                }
                places.push(place);
            }
        }
        if n_values < self.rows {
            return None;
        }
        let mut sorted = places.clone();
        let (_, last, _) = sorted.select_nth_unstable(self.rows - 1);
        let mut wanted = places.iter().map(|place| place <= last);
        Some(tables.iter().map(|table| wanted.by_ref().take(table.first.len()).collect()).collect())
    }
}

/// A value as its kind and an integer that is ordered as the values of this kind are; nothing
/// of None. None for values of which this does not know the order.
fn place_of(cell: Cell) -> Option<Option<(u8, i64)>> {
    Some(Some(match cell {
        Cell::None => return Some(None),
        Cell::Int(i) => (0, i),
        Cell::Float(f) => {
            // Minus zero is zero. The magnitude of a negative double counts backwards.
            let bits = (f + 0.0).to_bits() as i64;
            (1, if bits < 0 { bits ^ i64::MAX } else { bits })
        }
        Cell::Duration(ns) => (2, ns),
        Cell::Time(ns) => (3, ns),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Value;

    #[test]
    fn places_are_ordered_as_values_are() {
        let floats = [f64::MIN, -1.5, -1.0, -1e-300, 0.0, 1e-300, 0.1, 2.0, f64::MAX];
        for a in floats {
            for b in floats {
                let (x, y) = (place_of(Cell::Float(a)), place_of(Cell::Float(b)));
                assert_eq!(x.cmp(&y), Value::Float(a).order(Value::Float(b)), "{a} {b}");
            }
        }
        assert_eq!(place_of(Cell::Float(-0.0)), place_of(Cell::Float(0.0)));
        assert_eq!((place_of(Cell::None), place_of(Cell::Bool(true))), (Some(None), None));
    }
}
