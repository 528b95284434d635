import { createHash } from 'node:crypto';
import type { ApiDocument, Language, Operation, Parameter } from './api-document.ts';
import { documentStyle } from './document-style.ts';
import type { JsonSchema } from './json-schema.ts';

/** Nothing but its own style, and the icon that it does without: no script, no address of others. */
export const documentPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(documentStyle).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const words = {
  fr: {
    parameters: 'Paramètres',
    name: 'Nom',
    kind: 'Valeur',
    meaning: 'Sens',
    answers: 'Réponses',
    needed: 'obligatoire',
    usual: 'd’office',
    token: 'Le jeton de l’administrateur est nécessaire.',
    simulated: 'Ville simulée\u202f: les données sont inventées.',
    forPrograms: 'Le même document pour les programmes',
    other: '<a href="?lang=en" hreflang="en" lang="en">English</a>',
    licence: 'Licence des données\u202f:',
    chapters: 'Chapitres',
  },
  en: {
    parameters: 'Parameters',
    name: 'Name',
    kind: 'Value',
    meaning: 'Meaning',
    answers: 'Answers',
    needed: 'required',
    usual: 'by default',
    token: 'The administrator’s token is needed.',
    simulated: 'Simulated city: the data are invented.',
    forPrograms: 'The same document for programs',
    other: '<a href="?lang=fr" hreflang="fr" lang="fr">Français</a>',
    licence: 'Licence of the data:',
    chapters: 'Chapters',
  },
} as const;

type Said = (typeof words)[Language];

/** The document for people: one page of HTML. */
export function documentPage({ info, tags, paths }: ApiDocument, language: Language): string {
  const said = words[language];
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const used = tags.filter(({ name }) => operations.some(({ operation }) => operation.tags.includes(name)));
  const sections = used.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return `<section id="${name}"><h2>${text(description)}</h2>${own.map((one) => article(one, said)).join('')}</section>`;
  });
  const licence = info['license'] as { readonly name: string; readonly url: string };
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>${text(info.title)}</title><style>${documentStyle}</style></head><body><header><h1>${text(info.title)}</h1>
${info['x-simulated'] === true ? `<p class="simulated"><span aria-hidden="true">◇</span> ${said.simulated}</p>` : ''}<p>${text(info.description)}</p>
<p>${said.licence} <a href="${text(licence.url)}">${text(licence.name)}</a>. <a href="/api/v1/openapi.json?lang=${language}">${said.forPrograms}</a>. ${said.other}</p>
<nav aria-label="${said.chapters}"><ul>${used.map(({ name, description }) => `<li><a href="#${name}">${text(description)}</a></li>`).join('')}</ul></nav>
</header><main>${sections.join('\n')}</main></body></html>`;
}

interface Shown {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function article({ path, method, operation }: Shown, said: Said): string {
  const { operationId, summary, parameters, requestBody, responses, security } = operation;
  const title = `${method.toUpperCase()} ${path}`;
  const answers = Object.entries(responses).map(([status, { description, content }]) => {
    const types = Object.keys(content ?? {}).map((type) => `<code>${type}</code>`);
    return `<li><strong>${status}</strong> ${text(description)} ${types.join(' ')}</li>`;
  });
  return `<article id="${operationId}"><h3><code>${text(title)}</code></h3><p>${text(summary)}</p>
${security ? `<p><strong>${said.token}</strong></p>` : ''}${requestBody ? `<p>${text(requestBody.description)}</p>` : ''}
${parameters.length > 0 ? table(title, parameters, said) : ''}<details><summary>${said.answers}</summary><ul>${answers.join('')}</ul></details></article>`;
}

/** In a region that can be scrolled by keys: a phone is narrower than the table. */
function table(title: string, parameters: readonly Parameter[], said: Said): string {
  const rows = parameters.map(
    ({ name, required, description = '', schema }) =>
      `<tr><th scope="row"><code>${name}</code>${required ? ` (${said.needed})` : ''}</th><td>${kindOf(schema, said)}</td><td>${text(description)}</td></tr>`,
  );
  return `<div class="wide" role="region" tabindex="0" aria-label="${said.parameters}: ${text(title)}"><table><caption>${said.parameters}</caption>
<thead><tr><th scope="col">${said.name}</th><th scope="col">${said.kind}</th><th scope="col">${said.meaning}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function kindOf(schema: JsonSchema, said: Said): string {
  const { type, format, minimum, maximum, enum: choices, default: usual } = schema;
  const kind = Array.isArray(choices) ? choices.join(' | ') : `${format ?? type ?? ''}`;
  const bounds = minimum !== undefined && maximum !== undefined ? ` ${minimum}–${maximum}` : '';
  return `${text(kind + bounds)}${usual === undefined ? '' : ` (${said.usual} ${text(String(usual))})`}`;
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const text = (plain: string) => plain.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
