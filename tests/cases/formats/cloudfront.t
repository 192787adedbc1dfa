# It is known by its directives, and so is the unit of its times.
$ flitch 'select time, user_agent, ms, query' cloudfront.log
{"time":"2026-03-02T09:02:14Z","user_agent":"Mozilla/5.0 (X11; Linux)","ms":1,"query":null}
{"time":"2026-03-02T09:02:15Z","user_agent":"Mozilla/5.0 (X11; Linux)","ms":30018,"query":"step=2"}
{"time":"2026-03-02T09:02:16Z","user_agent":"curl/8.5.0","ms":2,"query":null}

# As written.
$ flitch 'select row["cs(User-Agent)"], row["time-taken"] | head 2' cloudfront.log
{"cs(User-Agent)":"Mozilla/5.0%20(X11;%20Linux)","time-taken":0.001}
{"cs(User-Agent)":"Mozilla/5.0%2520(X11;%2520Linux)","time-taken":30.018}
