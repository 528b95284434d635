/** The colours are those of the city's pages (light and dark). */
export const documentStyle = `
:root { color-scheme: light dark; --ink: #14213d; --paper: #fbfaf7; --accent: #0b6e75; --line: #d5d2c8; --warning: #b4540a; }
@media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --paper: #10182b; --accent: #6cc7ce; --line: #35405c; --warning: #f0a35e; } }
body { margin: 0 auto; padding: 24px 16px; max-width: 48rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 48px; } h3 { margin-top: 32px; }
a { color: var(--accent); } a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-family: "IBM Plex Mono", ui-monospace, monospace; font-size: 0.95em; overflow-wrap: anywhere; }
.simulated { color: var(--warning); font-weight: 700; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } caption { text-align: start; font-weight: 700; }
th, td { border-bottom: 1px solid var(--line); padding: 8px; text-align: start; vertical-align: top; } tbody th { font-weight: 400; }
`;
