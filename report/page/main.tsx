import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/style.css';
import './styles/summary.css';
import './styles/pictures.css';
import './styles/tables.css';
// Last: it changes what the others say.
import './styles/small-and-print.css';
import { App } from './app';
import { readDocument } from './read-document';

async function open(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) return;
  try {
    const report = await readDocument(document.getElementById('data')?.textContent ?? '');
    root.textContent = '';
    render(<App report={report} />, root);
    document.documentElement.dataset['state'] = 'ready';
  } catch (error) {
    root.textContent = `This report cannot be opened: ${String(error)}. It was cut short or changed on its way; make it anew with harborwatch replay <folder> --report <file>.`;
    document.documentElement.dataset['state'] = 'failed';
  }
}

void open();
