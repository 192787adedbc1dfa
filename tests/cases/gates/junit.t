# The time of the run differs.
$ plain() { sed -E 's/ time="[0-9.]+" timestamp="[^"]*"/ time="T" timestamp="T"/'; }
> flitch --junit out.xml 'assert ms > 1 | where ms > 40 | assert msg != "a<b" | assert status < 300, f"<{msg}> & {status}" | count | assert count > 0' app.jsonl; echo $?; plain < out.xml
1
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="flitch" package="flitch" id="0" tests="5" failures="1" errors="0" skipped="1" time="T" timestamp="T" hostname="localhost">
    <properties/>
    <testcase classname="flitch" name="ms &gt; 1" time="0"/>
    <testcase classname="flitch" name="msg != &quot;a&lt;b&quot;" time="0"/>
    <testcase classname="flitch" name="status &lt; 300" time="0">
      <failure type="flitch" message="&lt;login ok&gt; &amp; 302">app.jsonl:3: {&quot;ts&quot;:&quot;2026-03-02T09:00:09.871Z&quot;,&quot;level&quot;:&quot;info&quot;,&quot;service&quot;:&quot;auth&quot;,&quot;msg&quot;:&quot;login ok&quot;,&quot;status&quot;:302,&quot;ms&quot;:48,&quot;user&quot;:&quot;bob&quot;,&quot;http&quot;:{&quot;method&quot;:&quot;POST&quot;,&quot;path&quot;:&quot;/login&quot;}}</failure>
    </testcase>
    <testcase classname="flitch" name="count &gt; 0" time="0">
      <skipped message="the run ended before a record reached it"/>
    </testcase>
    <testcase classname="flitch" name="the run ends well" time="0"/>
    <system-out/>
    <system-err>app.jsonl:3: assert failed: &lt;login ok&gt; &amp; 302
  {&quot;ts&quot;:&quot;2026-03-02T09:00:09.871Z&quot;,&quot;level&quot;:&quot;info&quot;,&quot;service&quot;:&quot;auth&quot;,&quot;msg&quot;:&quot;login ok&quot;,&quot;status&quot;:302,&quot;ms&quot;:48,&quot;user&quot;:&quot;bob&quot;,&quot;http&quot;:{&quot;method&quot;:&quot;POST&quot;,&quot;path&quot;:&quot;/login&quot;}}</system-err>
  </testsuite>
</testsuites>
! flitch: app.jsonl:3: assert failed: <login ok> & 302
!   {"ts":"2026-03-02T09:00:09.871Z","level":"info","service":"auth","msg":"login ok","status":302,"ms":48,"user":"bob","http":{"method":"POST","path":"/login"}}

# The run is a case too: an input that is missing, bad data, nothing selected, a pipeline that is none.
$ for try in "'count | assert count > 1' missing.log" "--strict 'sum(msg)'" "-e '\"FATAL\"'" "'whre'" "'count'"; do
>   eval "flitch --junit out.xml $try app.jsonl" > /dev/null 2>&1
>   grep -E '<(testsuite |failure|error)' out.xml | sed -E 's/ time=.*//'
> done
  <testsuite name="flitch" package="flitch" id="0" tests="2" failures="0" errors="1" skipped="0"
      <error type="flitch" message="exit code 3: an input was not read whole">missing.log: no such file or directory</error>
  <testsuite name="flitch" package="flitch" id="0" tests="1" failures="1" errors="0" skipped="0"
      <failure type="flitch" message="exit code 4: more bad data than is allowed">10 lines: `msg` was nothing that `sum` takes (first app.jsonl:1)</failure>
  <testsuite name="flitch" package="flitch" id="0" tests="1" failures="1" errors="0" skipped="0"
      <failure type="flitch" message="exit code 1: nothing was selected"></failure>
  <testsuite name="flitch" package="flitch" id="0" tests="1" failures="0" errors="1" skipped="0"
      <error type="flitch" message="exit code 2: the command line or the pipeline is wrong">unknown stage `whre`
  <testsuite name="flitch" package="flitch" id="0" tests="1" failures="0" errors="0" skipped="0"

# What XML cannot hold is left out; a name is one line.
$ printf 'a \033[2J\001 <b> & "c" \377\n' | flitch --junit out.xml 'assert line ==
>   "x	y"'; grep -A1 'testcase.*line' out.xml
    <testcase classname="flitch" name="line == &quot;x\ty&quot;" time="0">
      <failure type="flitch" message="`line == &quot;x\ty&quot;` is not true">standard input:1: a \u{1b}[2J\u{1} &lt;b&gt; &amp; &quot;c&quot; �</failure>
! flitch: standard input:1: assert failed: `line == "x\ty"` is not true
!   a \u{1b}[2J\u{1} <b> & "c" �
