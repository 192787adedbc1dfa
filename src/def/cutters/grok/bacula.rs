//! Patterns of the messages of Bacula, a program for backups.

use super::Names;

pub const NAMES: Names = &[
    ("BACULA_TIMESTAMP", "%{MONTHDAY}-%{MONTH} %{HOUR}:%{MINUTE}"),
    ("BACULA_HOST", "[A-Za-z0-9-]+"),
    ("BACULA_VOLUME", "%{USER}"),
    ("BACULA_DEVICE", "%{USER}"),
    ("BACULA_JOB", "%{USER}"),
    ("BACULA_LOG_NEW_VOLUME", r#"Created new Volume "%{BACULA_VOLUME:volume}" in catalog\."#),
    ("BACULA_LOG_NOOPENDIR", r"\s*Could not open directory %{DATA}: ERR=%{GREEDYDATA:berror}"),
    ("BACULA_LOG_NOOPEN", r"\s*Cannot open %{DATA}: ERR=%{GREEDYDATA:berror}"),
    ("BACULA_LOG_NOSTAT", r"\s*Could not stat %{DATA}: ERR=%{GREEDYDATA:berror}"),
    (
        "BACULA_LOG_ALL_RECORDS_PRUNED",
        r#"All records pruned from Volume "%{BACULA_VOLUME:volume}"; marking it "Purged""#,
    ),
    ("BACULA_LOG_STARTJOB", "Start Backup JobId %{INT}, Job=%{BACULA_JOB:job}"),
    ("BACULA_LOG_STARTRESTORE", "Start Restore Job %{BACULA_JOB:job}"),
    ("BACULA_LOG_USEDEVICE", r#"Using Device "%{BACULA_DEVICE:device}""#),
    (
        "BACULA_LOG_JOBEND",
        "Job write elapsed time = %{DATA:elapsed}, Transfer rate = %{NUMBER} (?:[KMG])? Bytes/second",
    ),
    ("BACULA_LOG_READYAPPEND", r#"Ready to append to end of Volume "%{BACULA_VOLUME:volume}" size=%{INT}"#),
    ("BACULA_LOG_CANCELLING", r"Cancelling duplicate JobId=%{INT}\."),
    ("BACULA_LOG_MARKCANCEL", r"JobId %{INT}, Job %{BACULA_JOB:job} marked to be canceled\."),
    (
        "BACULA_LOG_FATAL_CONN",
        r"Fatal [Ee]rror: bsock\.c:[0-9]+ Unable to connect to (?:Client: %{BACULA_HOST:client}|Storage daemon) on %{HOSTNAME}:%{POSINT}\. ERR=%{GREEDYDATA:berror}",
    ),
    ("BACULA_LOG_DUPLICATE", r"Fatal [Ee]rror: JobId %{INT:duplicate} already running\. Duplicate job not allowed\."),
    (
        "BACULA_LOGLINE",
        "%{BACULA_TIMESTAMP:bts} %{BACULA_HOST:hostname}(?: JobId %{INT:jobid})?:? (?:%{BACULA_LOG_NEW_VOLUME}|%{BACULA_LOG_NOOPENDIR}|%{BACULA_LOG_NOOPEN}|%{BACULA_LOG_NOSTAT}|%{BACULA_LOG_ALL_RECORDS_PRUNED}|%{BACULA_LOG_STARTJOB}|%{BACULA_LOG_STARTRESTORE}|%{BACULA_LOG_USEDEVICE}|%{BACULA_LOG_JOBEND}|%{BACULA_LOG_READYAPPEND}|%{BACULA_LOG_CANCELLING}|%{BACULA_LOG_MARKCANCEL}|%{BACULA_LOG_FATAL_CONN}|%{BACULA_LOG_DUPLICATE}|%{BACULA_LOG_MAX_CAPACITY}|%{BACULA_LOG_END_VOLUME}|%{BACULA_LOG_NEW_LABEL}|%{BACULA_LOG_WROTE_LABEL}|%{BACULA_LOG_NEW_MOUNT}|%{BACULA_LOG_BEGIN_PRUNE_JOBS}|%{BACULA_LOG_BEGIN_PRUNE_FILES}|%{BACULA_LOG_PRUNED_JOBS}|%{BACULA_LOG_PRUNED_FILES}|%{BACULA_LOG_ENDPRUNE}|%{BACULA_LOG_DIFF_FS}|%{BACULA_LOG_JOB}|%{BACULA_LOG_CLIENT_RBJ}|%{BACULA_LOG_MAXSTART}|%{BACULA_LOG_NOPRIOR}|%{BACULA_LOG_NOSUIT}|%{BACULA_LOG_NOJOBS}|%{BACULA_LOG_NOJOBSTAT}|%{BACULA_LOG_NOPRUNE_JOBS}|%{BACULA_LOG_NOPRUNE_FILES}|%{BACULA_LOG_NO_AUTH}|%{BACULA_LOG_NO_CONNECT}|%{BACULA_LOG_VOLUME_PREVWRITTEN}|%{BACULA_LOG_VSS})",
    ),
    ("BACULA_CAPACITY", "%{INT}(?:,%{INT}){0,3}"),
    ("BACULA_DEVICEPATH", "%{UNIXPATH}"),
    ("BACULA_VERSION", "%{USER}"),
    (
        "BACULA_LOG_MAX_CAPACITY",
        r#"User defined maximum volume capacity %{BACULA_CAPACITY} exceeded on device "%{BACULA_DEVICE:device}" \(%{BACULA_DEVICEPATH}\)\.?"#,
    ),
    (
        "BACULA_LOG_END_VOLUME",
        r#"End of medium on Volume "%{BACULA_VOLUME:volume}" Bytes=%{BACULA_CAPACITY} Blocks=%{BACULA_CAPACITY} at %{MONTHDAY}-%{MONTH}-%{YEAR} %{HOUR}:%{MINUTE}\.?"#,
    ),
    (
        "BACULA_LOG_NEW_LABEL",
        r#"Labeled new Volume "%{BACULA_VOLUME:volume}" on (?:file )?device "%{BACULA_DEVICE:device}" \(%{BACULA_DEVICEPATH}\)\.?"#,
    ),
    (
        "BACULA_LOG_WROTE_LABEL",
        r#"Wrote label to prelabeled Volume "%{BACULA_VOLUME:volume}" on device "%{BACULA_DEVICE}" \(%{BACULA_DEVICEPATH}\)\.?"#,
    ),
    (
        "BACULA_LOG_NEW_MOUNT",
        r#"New volume "%{BACULA_VOLUME:volume}" mounted on device "%{BACULA_DEVICE:device}" \(%{BACULA_DEVICEPATH}\) at %{MONTHDAY}-%{MONTH}-%{YEAR} %{HOUR}:%{MINUTE}\.?"#,
    ),
    ("BACULA_LOG_BEGIN_PRUNE_JOBS", r"Begin pruning Jobs older than %{INT} month %{INT} days?\s*\.?"),
    ("BACULA_LOG_BEGIN_PRUNE_FILES", r"Begin pruning Files\.?"),
    ("BACULA_LOG_PRUNED_JOBS", r"Pruned %{INT} Jobs? for client %{BACULA_HOST:client} from catalog\.?"),
    ("BACULA_LOG_PRUNED_FILES", r"Pruned Files from %{INT} Jobs? for client %{BACULA_HOST:client} from catalog\.?"),
    ("BACULA_LOG_ENDPRUNE", r"End auto prune\.?"),
    ("BACULA_LOG_DIFF_FS", r"\s*%{UNIXPATH} is a different filesystem\. Will not descend from %{UNIXPATH} into it\.?"),
    ("BACULA_LOG_JOB", r"(?:Error: )?Bacula %{BACULA_HOST} %{BACULA_VERSION} \(%{BACULA_VERSION}\):"),
    ("BACULA_LOG_CLIENT_RBJ", r#"shell command: run ClientRunBeforeJob "%{GREEDYDATA:runjob}""#),
    ("BACULA_LOG_MAXSTART", r"Fatal [Ee]rror: Job canceled because max start delay time exceeded\.?"),
    ("BACULA_LOG_NOPRIOR", r"No prior Full backup Job record found\.?"),
    ("BACULA_LOG_NOSUIT", r"No prior or suitable Full backup found in catalog\. Doing FULL backup\.?"),
    (
        "BACULA_LOG_NOJOBS",
        r#"There are no more Jobs associated with Volume "%{BACULA_VOLUME:volume}"\. Marking it purged\.?"#,
    ),
    ("BACULA_LOG_NOJOBSTAT", r"Fatal [Ee]rror: No Job status returned from FD\.?"),
    ("BACULA_LOG_NOPRUNE_JOBS", r"No Jobs found to prune\.?"),
    ("BACULA_LOG_NOPRUNE_FILES", r"No Files found to prune\.?"),
    (
        "BACULA_LOG_NO_AUTH",
        r"Fatal [Ee]rror: Unable to authenticate with File daemon at %{HOSTNAME}\. Possible causes:",
    ),
    (
        "BACULA_LOG_NO_CONNECT",
        r"Warning: bsock\.c:\d+ Could not connect to (?:Client: %{BACULA_HOST:client}|Storage daemon) on %{HOSTNAME}:%{POSINT}\. ERR=(?<berror>.*)",
    ),
    (
        "BACULA_LOG_VOLUME_PREVWRITTEN",
        r#"Volume "%{BACULA_VOLUME:volume}" previously written, moving to end of data\.?"#,
    ),
    ("BACULA_LOG_VSS", "(?:Generate )?VSS (?:Writer)?"),
];
