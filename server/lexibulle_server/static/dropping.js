/**
 * Files dropped anywhere on the page: beside the zone, a browser would leave the page to show them.
 *
 * @param {(files: File[], folders: string[]) => void} take folders by name: they cannot be read as a file is
 */
export function watchDrops(take) {
  const light = (/** @type {boolean} */ on) => document.body.classList.toggle('dropping', on);

  addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    light(true);
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) light(false); // out of the window
  });
  addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    light(false);
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
    const folders = items.filter((item) => item.webkitGetAsEntry()?.isDirectory);
    const files = items.filter((item) => !folders.includes(item));
    take(files.flatMap((item) => item.getAsFile() ?? []), folders.map((item) => item.webkitGetAsEntry()?.name ?? ''));
  });
}

/** @param {DragEvent} event */
function holdsFiles(event) {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
