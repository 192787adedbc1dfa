//! Where reports go, and that they appear whole.

use super::*;

#[test]
fn a_report_goes_where_its_value_says() {
    assert_eq!(report_to("json"), Ok(ReportTo::StandardError));
    assert_eq!(report_to("-"), Ok(ReportTo::StandardError));
    assert_eq!(report_to("./json.json"), Ok(ReportTo::File("./json.json".into())));
    assert!(report_to("jsn").is_err());
    assert!(metrics_to("a/b.prom").is_ok());
    assert!(["a/b", ".prom", "a/.prom", "a.prom.tmp"].iter().all(|name| metrics_to(name).is_err()));
}

#[test]
fn a_file_is_replaced_whole_with_its_rights_and_through_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (file, link) = (dir.path().join("a.prom"), dir.path().join("link.prom"));
    replace(&file, b"one").expect("a new file can be written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("rights can be set");
    symlink("a.prom", &link).expect("a link can be made");
    // A reader that has it open sees the old contents to the end.
    let open = File::open(&file).expect("it is there");
    replace(&link, b"two").expect("the file behind a link can be written");
    assert_eq!(io::read_to_string(open).expect("it can be read"), "one");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "two");
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    let names: Vec<_> = fs::read_dir(dir.path()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("none/a.prom");
    assert!(replace(&path, b"one").is_err());
    let telling = Telling { metrics: Some(path), ..Telling::default() };
    assert!(telling.check().is_err());
    let twice = dir.path().join("a.json");
    let telling = Telling { report: Some(ReportTo::File(twice.clone())), junit: Some(twice), ..Telling::default() };
    assert!(telling.check().is_err());
}
