/** @import { View } from './places.js' */
import { base64Of, sizeOf } from './bytes.js';
import { byId } from './dom.js';
import { watchDrops } from './dropping.js';
import { FileRow } from './filerow.js';
import { go } from './places.js';
import { annotateFile, Refusal } from './service.js';
import { Status } from './status.js';

/**
 * A file of the list. It waits until it is annotated or refused; `stop` ends what is under way for it.
 *
 * @typedef {{file: File, row: FileRow, stop: AbortController, waits: boolean}} Job
 */

const MOST = 20; // files in the list
const PLAIN = /\.(?:csv|md|markdown|txt|text)$/i; // they hold no images
const MANY = `${MOST} documents à la fois\u00a0: retirez-en avant d’en ajouter.`;
const FOLDER = 'C’est un dossier\u00a0: déposez plutôt les documents qu’il contient.';
const UNREADABLE = 'Ce fichier n’est plus lisible\u00a0: il a été déplacé, modifié ou protégé. Choisissez-le de nouveau.';

const input = byId('files', HTMLInputElement);
const list = byId('annotated', HTMLElement);
const every = byId('every', HTMLInputElement);
const lexicon = byId('with-lexicon', HTMLInputElement);
const status = new Status(byId('document-status', HTMLElement), work);
const mostBytes = Number(input.dataset['mostBytes']);
const suffixes = input.accept.split(',');

/** @type {Job[]} */
let jobs = [];
let isWorking = false;

/** @type {View} */
export const documents = { id: 'document', title: 'Annoter un document' };

input.addEventListener('change', () => {
  add([...(input.files ?? [])]);
  input.value = ''; // so that the same file can be chosen again
});
watchDrops((files, folders) => {
  if (location.pathname !== '/document') go('/document');
  for (const name of folders) notice(name, FOLDER);
  add(files);
});
for (const option of [every, lexicon]) option.addEventListener('change', again);

/** @param {File[]} files */
function add(files) {
  const taken = files.slice(0, Math.max(0, MOST - jobs.length));
  for (const file of taken) {
    const row = new FileRow(file.name, () => remove(job));
    /** @type {Job} */
    const job = { file, row, stop: new AbortController(), waits: true };
    jobs.push(job);
    list.append(row.element);
  }
  if (taken.length < files.length) notice(`${files.length - taken.length} de plus`, MANY);
  void work();
}

/**
 * A row that only says something.
 *
 * @param {string} name
 * @param {string} message
 */
function notice(name, message) {
  const row = new FileRow(name, () => drop(row));
  row.refuse(message);
  list.append(row.element);
}

/** The options have changed: what the list holds is made anew. */
function again() {
  for (const job of jobs) {
    job.stop.abort();
    job.row.wait();
    job.waits = true;
  }
  void work();
}

/** @param {Job} job */
function remove(job) {
  jobs = jobs.filter((other) => other !== job);
  job.stop.abort();
  drop(job.row);
}

/** @param {FileRow} row */
function drop(row) {
  const next = row.element.nextElementSibling ?? row.element.previousElementSibling;
  row.forget();
  row.element.remove();
  (next?.querySelector('button') ?? input).focus();
}

/** One file after the other; where the service does not answer, they wait for the next try. */
async function work() {
  if (isWorking) return;
  isWorking = true;
  try {
    for (let job = waiting(); job; job = waiting()) await annotate(job);
    status.say('');
  } catch (error) {
    status.tell(error);
  } finally {
    isWorking = false;
  }
}

function waiting() {
  return jobs.find(({ waits }) => waits);
}

/** @param {Job} job */
async function annotate(job) {
  const { signal } = (job.stop = new AbortController());
  try {
    const { sent, answer } = await answerTo(job, signal);
    job.row.finish(answer, sent);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Refusal)) {
      job.row.wait();
      throw error;
    }
    job.row.refuse(error.message);
  }
  job.waits = false;
}

/**
 * @param {Job} job
 * @param {AbortSignal} signal
 */
async function answerTo({ file, row }, signal) {
  const isKnown = suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix));
  if (isKnown) checkSize(file);
  row.work('Lecture du fichier…', 0);
  const sent = isKnown ? await read(file, row, signal) : ''; // the service knows the cure by the name alone
  row.work('Envoi…', 0);
  const asked = { name: file.name, content: sent, every: every.checked, lexicon: lexicon.checked };
  const answer = await annotateFile(asked, signal, (fraction) => {
    if (fraction < 1) row.work('Envoi…', fraction);
    else row.work('Recherche des mots du métier…');
  });
  return { sent, answer };
}

/** @param {File} file */
function checkSize({ name, size }) {
  if (size <= mostBytes) return;
  const cure = PLAIN.test(name) ? 'Coupez-le en plusieurs.' : 'Coupez-le en plusieurs, ou allégez ses images.';
  throw new Refusal(`Ce document pèse ${sizeOf(size)}, pour ${sizeOf(mostBytes)} au plus. ${cure}`);
}

/**
 * @param {File} file
 * @param {FileRow} row
 * @param {AbortSignal} signal
 */
async function read(file, row, signal) {
  try {
    return await base64Of(file, signal, (fraction) => row.work('Lecture du fichier…', fraction));
  } catch (error) {
    throw signal.aborted ? error : new Refusal(UNREADABLE);
  }
}
