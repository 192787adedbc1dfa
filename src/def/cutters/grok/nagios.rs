//! Patterns of the log of Nagios: a time in brackets, a kind, and fields with semicolons between.
//!
//! The fields of each kind are those that its documentation of the log names, in its order.

use super::Names;

pub const NAMES: Names = &[
    ("NAGIOSTIME", r"\[%{NUMBER:nagios_epoch}\]"),
    ("NAGIOS_TYPE_CURRENT_SERVICE_STATE", "CURRENT SERVICE STATE"),
    ("NAGIOS_TYPE_CURRENT_HOST_STATE", "CURRENT HOST STATE"),
    ("NAGIOS_TYPE_SERVICE_NOTIFICATION", "SERVICE NOTIFICATION"),
    ("NAGIOS_TYPE_HOST_NOTIFICATION", "HOST NOTIFICATION"),
    ("NAGIOS_TYPE_SERVICE_ALERT", "SERVICE ALERT"),
    ("NAGIOS_TYPE_HOST_ALERT", "HOST ALERT"),
    ("NAGIOS_TYPE_SERVICE_FLAPPING_ALERT", "SERVICE FLAPPING ALERT"),
    ("NAGIOS_TYPE_HOST_FLAPPING_ALERT", "HOST FLAPPING ALERT"),
    ("NAGIOS_TYPE_SERVICE_DOWNTIME_ALERT", "SERVICE DOWNTIME ALERT"),
    ("NAGIOS_TYPE_HOST_DOWNTIME_ALERT", "HOST DOWNTIME ALERT"),
    ("NAGIOS_TYPE_PASSIVE_SERVICE_CHECK", "PASSIVE SERVICE CHECK"),
    ("NAGIOS_TYPE_PASSIVE_HOST_CHECK", "PASSIVE HOST CHECK"),
    ("NAGIOS_TYPE_SERVICE_EVENT_HANDLER", "SERVICE EVENT HANDLER"),
    ("NAGIOS_TYPE_HOST_EVENT_HANDLER", "HOST EVENT HANDLER"),
    ("NAGIOS_TYPE_EXTERNAL_COMMAND", "EXTERNAL COMMAND"),
    ("NAGIOS_TYPE_TIMEPERIOD_TRANSITION", "TIMEPERIOD TRANSITION"),
    ("NAGIOS_EC_DISABLE_SVC_CHECK", "DISABLE_SVC_CHECK"),
    ("NAGIOS_EC_ENABLE_SVC_CHECK", "ENABLE_SVC_CHECK"),
    ("NAGIOS_EC_DISABLE_HOST_CHECK", "DISABLE_HOST_CHECK"),
    ("NAGIOS_EC_ENABLE_HOST_CHECK", "ENABLE_HOST_CHECK"),
    ("NAGIOS_EC_PROCESS_SERVICE_CHECK_RESULT", "PROCESS_SERVICE_CHECK_RESULT"),
    ("NAGIOS_EC_PROCESS_HOST_CHECK_RESULT", "PROCESS_HOST_CHECK_RESULT"),
    ("NAGIOS_EC_SCHEDULE_SERVICE_DOWNTIME", "SCHEDULE_(?:SERVICE|SVC)_DOWNTIME"),
    ("NAGIOS_EC_SCHEDULE_HOST_DOWNTIME", "SCHEDULE_HOST_DOWNTIME"),
    ("NAGIOS_EC_DISABLE_HOST_SVC_NOTIFICATIONS", "DISABLE_HOST_SVC_NOTIFICATIONS"),
    ("NAGIOS_EC_ENABLE_HOST_SVC_NOTIFICATIONS", "ENABLE_HOST_SVC_NOTIFICATIONS"),
    ("NAGIOS_EC_DISABLE_HOST_NOTIFICATIONS", "DISABLE_HOST_NOTIFICATIONS"),
    ("NAGIOS_EC_ENABLE_HOST_NOTIFICATIONS", "ENABLE_HOST_NOTIFICATIONS"),
    ("NAGIOS_EC_DISABLE_SVC_NOTIFICATIONS", "DISABLE_SVC_NOTIFICATIONS"),
    ("NAGIOS_EC_ENABLE_SVC_NOTIFICATIONS", "ENABLE_SVC_NOTIFICATIONS"),
    (
        "NAGIOS_CURRENT_SERVICE_STATE",
        "%{NAGIOS_TYPE_CURRENT_SERVICE_STATE:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);(?<nagios_statetype>[^;]*);(?<nagios_statecode>[^;]*);%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_CURRENT_HOST_STATE",
        "%{NAGIOS_TYPE_CURRENT_HOST_STATE:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);(?<nagios_statetype>[^;]*);(?<nagios_statecode>[^;]*);%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_SERVICE_NOTIFICATION",
        "%{NAGIOS_TYPE_SERVICE_NOTIFICATION:nagios_type}: (?<nagios_notifyname>[^;]*);(?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);(?<nagios_contact>[^;]*);%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_HOST_NOTIFICATION",
        "%{NAGIOS_TYPE_HOST_NOTIFICATION:nagios_type}: (?<nagios_notifyname>[^;]*);(?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);(?<nagios_contact>[^;]*);%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_SERVICE_ALERT",
        "%{NAGIOS_TYPE_SERVICE_ALERT:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);(?<nagios_statelevel>[^;]*);%{INT:nagios_attempt};%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_HOST_ALERT",
        "%{NAGIOS_TYPE_HOST_ALERT:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);(?<nagios_statelevel>[^;]*);%{INT:nagios_attempt};%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_SERVICE_FLAPPING_ALERT",
        "%{NAGIOS_TYPE_SERVICE_FLAPPING_ALERT:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_HOST_FLAPPING_ALERT",
        "%{NAGIOS_TYPE_HOST_FLAPPING_ALERT:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_message}",
    ),
    (
        "NAGIOS_SERVICE_DOWNTIME_ALERT",
        "%{NAGIOS_TYPE_SERVICE_DOWNTIME_ALERT:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_comment}",
    ),
    (
        "NAGIOS_HOST_DOWNTIME_ALERT",
        "%{NAGIOS_TYPE_HOST_DOWNTIME_ALERT:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_comment}",
    ),
    (
        "NAGIOS_PASSIVE_SERVICE_CHECK",
        "%{NAGIOS_TYPE_PASSIVE_SERVICE_CHECK:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_comment}",
    ),
    (
        "NAGIOS_PASSIVE_HOST_CHECK",
        "%{NAGIOS_TYPE_PASSIVE_HOST_CHECK:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_comment}",
    ),
    (
        "NAGIOS_SERVICE_EVENT_HANDLER",
        "%{NAGIOS_TYPE_SERVICE_EVENT_HANDLER:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);(?<nagios_statelevel>[^;]*);(?:%{INT};)?(?<nagios_event_handler_name>[^;]*)",
    ),
    (
        "NAGIOS_HOST_EVENT_HANDLER",
        "%{NAGIOS_TYPE_HOST_EVENT_HANDLER:nagios_type}: (?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);(?<nagios_statelevel>[^;]*);(?:%{INT};)?(?<nagios_event_handler_name>[^;]*)",
    ),
    (
        "NAGIOS_TIMEPERIOD_TRANSITION",
        "%{NAGIOS_TYPE_TIMEPERIOD_TRANSITION:nagios_type}: (?<nagios_service>[^;]*);%{NUMBER:nagios_unknown1};%{NUMBER:nagios_unknown2}",
    ),
    (
        "NAGIOS_EC_LINE_DISABLE_SVC_CHECK",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_DISABLE_SVC_CHECK:nagios_command};(?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_ENABLE_SVC_CHECK",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_ENABLE_SVC_CHECK:nagios_command};(?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_DISABLE_HOST_CHECK",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_DISABLE_HOST_CHECK:nagios_command};(?<nagios_hostname>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_ENABLE_HOST_CHECK",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_ENABLE_HOST_CHECK:nagios_command};(?<nagios_hostname>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_DISABLE_HOST_SVC_NOTIFICATIONS",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_DISABLE_HOST_SVC_NOTIFICATIONS:nagios_command};(?<nagios_hostname>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_ENABLE_HOST_SVC_NOTIFICATIONS",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_ENABLE_HOST_SVC_NOTIFICATIONS:nagios_command};(?<nagios_hostname>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_DISABLE_HOST_NOTIFICATIONS",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_DISABLE_HOST_NOTIFICATIONS:nagios_command};(?<nagios_hostname>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_ENABLE_HOST_NOTIFICATIONS",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_ENABLE_HOST_NOTIFICATIONS:nagios_command};(?<nagios_hostname>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_DISABLE_SVC_NOTIFICATIONS",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_DISABLE_SVC_NOTIFICATIONS:nagios_command};(?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_ENABLE_SVC_NOTIFICATIONS",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_ENABLE_SVC_NOTIFICATIONS:nagios_command};(?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*)",
    ),
    (
        "NAGIOS_EC_LINE_PROCESS_HOST_CHECK_RESULT",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_PROCESS_HOST_CHECK_RESULT:nagios_command};(?<nagios_hostname>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_check_result}",
    ),
    (
        "NAGIOS_EC_LINE_PROCESS_SERVICE_CHECK_RESULT",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_PROCESS_SERVICE_CHECK_RESULT:nagios_command};(?<nagios_hostname>[^;]*);(?<nagios_service>[^;]*);(?<nagios_state>[^;]*);%{GREEDYDATA:nagios_check_result}",
    ),
    (
        "NAGIOS_EC_LINE_SCHEDULE_HOST_DOWNTIME",
        "%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_SCHEDULE_HOST_DOWNTIME:nagios_command};(?<nagios_hostname>[^;]*);%{NUMBER:nagios_start_time};%{NUMBER:nagios_end_time};%{NUMBER:nagios_fixed};%{NUMBER:nagios_trigger_id};%{NUMBER:nagios_duration};(?<author>[^;]*);%{GREEDYDATA:comment}",
    ),
    ("NAGIOS_WARNING", "Warning:%{SPACE}%{GREEDYDATA:nagios_message}"),
    (
        "NAGIOSLOGLINE",
        "%{NAGIOSTIME} (?:%{NAGIOS_CURRENT_SERVICE_STATE}|%{NAGIOS_CURRENT_HOST_STATE}|%{NAGIOS_SERVICE_NOTIFICATION}|%{NAGIOS_HOST_NOTIFICATION}|%{NAGIOS_SERVICE_ALERT}|%{NAGIOS_HOST_ALERT}|%{NAGIOS_SERVICE_FLAPPING_ALERT}|%{NAGIOS_HOST_FLAPPING_ALERT}|%{NAGIOS_SERVICE_DOWNTIME_ALERT}|%{NAGIOS_HOST_DOWNTIME_ALERT}|%{NAGIOS_PASSIVE_SERVICE_CHECK}|%{NAGIOS_PASSIVE_HOST_CHECK}|%{NAGIOS_SERVICE_EVENT_HANDLER}|%{NAGIOS_HOST_EVENT_HANDLER}|%{NAGIOS_TIMEPERIOD_TRANSITION}|%{NAGIOS_EC_LINE_DISABLE_SVC_CHECK}|%{NAGIOS_EC_LINE_ENABLE_SVC_CHECK}|%{NAGIOS_EC_LINE_DISABLE_HOST_CHECK}|%{NAGIOS_EC_LINE_ENABLE_HOST_CHECK}|%{NAGIOS_EC_LINE_DISABLE_HOST_SVC_NOTIFICATIONS}|%{NAGIOS_EC_LINE_ENABLE_HOST_SVC_NOTIFICATIONS}|%{NAGIOS_EC_LINE_DISABLE_HOST_NOTIFICATIONS}|%{NAGIOS_EC_LINE_ENABLE_HOST_NOTIFICATIONS}|%{NAGIOS_EC_LINE_DISABLE_SVC_NOTIFICATIONS}|%{NAGIOS_EC_LINE_ENABLE_SVC_NOTIFICATIONS}|%{NAGIOS_EC_LINE_PROCESS_HOST_CHECK_RESULT}|%{NAGIOS_EC_LINE_PROCESS_SERVICE_CHECK_RESULT}|%{NAGIOS_EC_LINE_SCHEDULE_HOST_DOWNTIME}|%{NAGIOS_WARNING})",
    ),
];
