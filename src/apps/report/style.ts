/**
 * The one style sheet of the report. It loads nothing; light and dark follow the reader's system, and on A4 everything
 * that was folded open prints, with no row torn apart.
 */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--quiet:#545d68;--line:#d0d7de;--card:#f6f8fa;--link:#0550ae;
--critical:#a40e26;--high:#9a3412;--medium:#7a4d00;--low:#0550ae;--unsure:#6639ba;--ok:#11632b;--add:#ffe3e0;--lost:#dde9ff;--maybe:#efe6ff}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--quiet:#a3adb8;--line:#3d444d;--card:#161b22;--link:#79b8ff;
--critical:#ff9a94;--high:#ffb27a;--medium:#e8c15a;--low:#8ec2ff;--unsure:#cdb0ff;--ok:#7ee08f;--add:#4a1519;--lost:#14294d;--maybe:#2c1f4d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1rem;max-width:78rem;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-bottom:.2rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem}
a{color:var(--link)}
p{margin:.4rem 0}
code,pre{font:.86em/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
pre{white-space:pre-wrap;background:var(--card);border:1px solid var(--line);padding:.6rem;max-height:24rem;overflow:auto}
i{font-style:normal}
ul{margin:.3rem 0;padding-left:1.3rem}
.plain,.tags,.readers ul{list-style:none;padding:0}
.quiet{color:var(--quiet)}
.n{color:var(--quiet);font-weight:400}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.lead p{font-size:1.2rem}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(15.5rem,100%),1fr));gap:.6rem;margin:0}
.figure{border:1px solid var(--line);border-radius:6px;background:var(--card);padding:.5rem .7rem}
.figure dt{color:var(--quiet)}
.figure dd{margin:0}
.figure b{display:block;font-size:1.35rem;line-height:1.3}
.figure span{color:var(--quiet);font-size:.86rem}
.readers ul{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));gap:.3rem 1.2rem;margin:.6rem 0}
.tags{display:flex;flex-wrap:wrap;gap:.3rem 1rem}
.badge{white-space:nowrap}
.s-critical,.m-critical{color:var(--critical)}
.s-high,.m-high{color:var(--high)}
.s-medium,.m-medium{color:var(--medium)}
.s-low,.m-low{color:var(--low)}
.s-unsure,.m-unsure{color:var(--unsure)}
.s-ok{color:var(--ok)}
.m-attempt,.m-inside,.s-none{color:var(--quiet)}
.key{white-space:nowrap;margin-right:.5rem}
.strip{display:flex;align-items:flex-end;gap:2px;list-style:none;margin:0;padding:0}
.strip li{display:flex;flex-direction:column;align-items:center;flex:1 0 2.6rem;border-bottom:3px solid transparent}
.strip li.on{border-color:var(--link)}
.strip .marks{display:block;width:2em;line-height:1.02;word-break:break-all;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
.strip .marks i{display:block;overflow-wrap:anywhere}
.strip .day,.strip .sum{font-size:.8rem;color:var(--quiet);white-space:nowrap}
.strip button{font:inherit;color:var(--link);background:none;border:0;padding:.1rem .2rem;text-decoration:underline;cursor:pointer}
.card,.row,.fold{border:1px solid var(--line);border-radius:6px;margin:.5rem 0}
.card{background:var(--card);padding:.2rem .8rem .6rem;border-left:6px solid var(--critical)}
.card .todo{margin:.3rem 0;padding-left:1.4rem}
summary{cursor:pointer;padding:.35rem .2rem}
.fold{padding:0 .6rem}
.command{display:inline-block;background:var(--bg);border:1px solid var(--line);border-radius:4px;padding:.1rem .4rem}
.rows .head,.row>summary{display:grid;grid-template-columns:10.5rem minmax(11rem,1.1fr) minmax(10rem,1.9fr) minmax(10.5rem,1.1fr) minmax(9rem,1fr) 5.5rem;gap:.2rem .8rem;padding:.35rem .7rem}
.rows .head{color:var(--quiet);font-size:.86rem}
.row{margin:0;border-radius:0;border-bottom-width:0}
.rows .row:last-child{border-bottom-width:1px}
.row>summary{list-style:none}
.row>summary::-webkit-details-marker{display:none}
.row>summary>span:first-child::before{content:"▸ ";color:var(--quiet)}
.row[open]>summary>span:first-child::before{content:"▾ "}
.row>summary:hover{background:var(--card)}
.row .badge{display:block;padding-left:1.05em}
.body{padding:.2rem .8rem .8rem;border-top:1px dashed var(--line)}
.say{font-weight:600}
dl{display:grid;grid-template-columns:6rem minmax(0,1fr);gap:.25rem .8rem;margin:.5rem 0}
dl.wide{grid-template-columns:10rem minmax(0,1fr)}
dt{color:var(--quiet)}
dd{margin:0}
dd p{margin:0 0 .3rem}
.scroll{overflow-x:auto;position:relative}
table{border-collapse:collapse;margin:.5rem 0;font-size:.93em}
caption{text-align:left;color:var(--quiet);padding:.2rem 0}
th,td{border:1px solid var(--line);padding:.25rem .55rem;text-align:left;vertical-align:top;overflow-wrap:normal}
.list td{overflow-wrap:anywhere;min-width:4.5rem}
.list{width:100%}
.two td:first-child{min-width:11rem}
thead th{background:var(--card)}
.matrix td,.matrix th{white-space:nowrap}
.matrix th{font-weight:600;max-width:22rem;overflow:hidden;text-overflow:ellipsis}
.c-closed{color:var(--quiet);text-align:center}
.c-opened{background:var(--add);font-weight:700}
.c-lost{background:var(--lost)}
.c-maybe{background:var(--maybe)}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:0 1.5rem}
.tools{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;background:var(--bg);border-bottom:1px solid var(--line);padding:.4rem 0}
.tools input,.tools select,.tools button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--quiet);border-radius:4px;padding:.2rem .5rem;max-width:100%}
.off{display:none!important}
footer{margin-top:2rem;color:var(--quiet)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
@media screen and (max-width:1020px){
.rows .head{display:none}
.row>summary{grid-template-columns:minmax(0,1fr)}
.row>summary>span::before{color:var(--quiet)}
.row>summary>span:nth-child(2)::before{content:"group: "}
.row>summary>span:nth-child(3)::before{content:"newly reachable: "}
.row>summary>span:nth-child(4)::before{content:"by: "}
.row>summary>span:nth-child(5)::before{content:"result: "}
.row>summary>span:nth-child(6)::before{content:"exposure: "}
dl,dl.wide{grid-template-columns:minmax(0,1fr)}
dt{margin-top:.3rem}
}
@page{size:A4;margin:14mm 12mm}
@media print{
:root{color-scheme:light;--bg:#fff;--fg:#000;--quiet:#444;--line:#999;--card:#fff;--link:#000;--critical:#8b0000;--high:#7a2c00;--medium:#5c3a00;--low:#003a80;--unsure:#4b2a8a;--ok:#0a4a1f;--add:#ffe3e0;--lost:#dde9ff;--maybe:#efe6ff}
body{max-width:none;padding:0;font-size:9.5pt}
.tools{display:none}
h2{break-after:avoid}
.figure,.card,.row>summary,tr,.strip{break-inside:avoid}
.rows .head,.row>summary{grid-template-columns:7.2rem minmax(4rem,1fr) minmax(7rem,2fr) minmax(4.5rem,1fr) minmax(5rem,1.2fr) 5rem}
.scroll{overflow:visible}
.matrix td,.matrix th{white-space:normal}
.strip{flex-wrap:wrap}
pre{max-height:none}
}
`;
