"""The colours and fonts of the SVG. Every rule is about what is below `.callr-graph`, and nothing else."""

# Each text stands out from what is behind it by 4.5 to 1 at least, in both schemes.
STYLE = """
.callr-graph{--paper:#f6f8fa;--body:#fff;--line:#d0d7de;--text:#1f2328;--soft:#59636e;--head:#eaeef2;\
--goto:#57606a;--answer:#8250df;--start:#1a7f37;--start-head:#dafbe1;--answer-head:#f3ebff;\
--action:#0550ae;--spoken:#1f2328;--code:#7d4e00;--end:#c4242e;--key:#fff;--key-line:#8c959f;\
--error:#c4242e;--warning:#8a5a00;--dead:#848d97;--dead-text:#6e7781;--missing-head:#ffebe9}
@media (prefers-color-scheme:dark){.callr-graph{--paper:#0d1117;--body:#161b22;--line:#3d444d;--text:#e6edf3;\
--soft:#9198a1;--head:#212830;--goto:#9198a1;--answer:#bc8cff;--start:#3fb950;--start-head:#12301c;\
--answer-head:#2a1f42;--action:#79c0ff;--spoken:#e6edf3;--code:#e3b341;--end:#ff7b72;--key:#0d1117;\
--key-line:#656c76;--error:#ff7b72;--warning:#e3b341;--dead:#656c76;--dead-text:#8b949e;--missing-head:#3c1618}}
.callr-graph text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",\
monospace;fill:var(--text);white-space:pre}
.callr-graph .name{font:600 19px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.callr-graph .about{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.callr-graph .file,.callr-graph .legend,.callr-graph .when{fill:var(--soft)}
.callr-graph .paper{fill:var(--paper)}
.callr-graph .body{fill:var(--body)}
.callr-graph .frame{fill:none;stroke:var(--line)}
.callr-graph .head{fill:var(--head)}
.callr-graph .branch{font-size:13.5px;font-weight:700}
.callr-graph .start .head{fill:var(--start-head)}
.callr-graph .start .frame{stroke:var(--start)}
.callr-graph .answered .head{fill:var(--answer-head)}
.callr-graph .answered .frame{stroke:var(--answer)}
.callr-graph .unreached .frame,.callr-graph .open .frame{stroke:var(--dead);stroke-dasharray:5 4}
.callr-graph .unreached .branch{fill:var(--dead-text)}
.callr-graph .missing .head{fill:var(--missing-head)}
.callr-graph .missing .frame{stroke:var(--error);stroke-dasharray:5 4}
.callr-graph .missing .when{fill:var(--error)}
.callr-graph .word,.callr-graph .note{fill:var(--soft)}
.callr-graph .action{fill:var(--action);font-weight:600}
.callr-graph .spoken{fill:var(--spoken)}
.callr-graph .code{fill:var(--code)}
.callr-graph .result{fill:var(--code)}
.callr-graph .target{font-weight:600}
.callr-graph tspan.answer{fill:var(--answer)}
.callr-graph .end{fill:var(--end)}
.callr-graph .key{fill:var(--key);stroke:var(--key-line)}
.callr-graph .keyname{font-weight:700;text-anchor:middle}
.callr-graph .rail{stroke:var(--line);fill:none}
.callr-graph .row.dead text,.callr-graph .row.dead tspan{fill:var(--dead-text)}
.callr-graph .mark,.callr-graph .mark .code{font-size:11.5px}
.callr-graph .mark .code{font-weight:700}
.callr-graph .mark.error,.callr-graph .mark.error .code{fill:var(--error)}
.callr-graph .mark.warning,.callr-graph .mark.warning .code{fill:var(--warning)}
.callr-graph .found.error{fill:var(--error)}
.callr-graph .found.warning{fill:var(--warning)}
.callr-graph .edge{fill:none;stroke-width:1.6;stroke:var(--goto)}
.callr-graph .edge.answer{stroke:var(--answer);stroke-dasharray:6 4}
.callr-graph .edge.dead{stroke:var(--dead);stroke-dasharray:2 4}
.callr-graph .arrow,.callr-graph .port{fill:var(--goto)}
.callr-graph .arrow.answer,.callr-graph .port.answer{fill:var(--answer)}
.callr-graph .arrow.dead,.callr-graph .port.dead{fill:var(--dead)}
"""
