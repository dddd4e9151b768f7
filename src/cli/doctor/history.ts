import { inspectFile } from '../../storage/inspect.ts';
import { pathOfStoreUrl } from '../../storage/store-url.ts';
import { bad, type Diagnosis, type Examination, fine } from './examination.ts';

/** Whether the stored history is whole. */
export const historyExamination: Examination = {
  name: 'history',
  async examine({ config }) {
    const path = pathOfStoreUrl(config.storage.url);
    try {
      return [diagnosisOf(path)];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [bad(`${path} cannot be read (${why})`, 'see who owns it')];
    }
  },
};

function diagnosisOf(path: string): Diagnosis {
  const file = inspectFile(path, 'thorough');
  switch (file.state) {
    case 'missing':
      return fine(`${path} does not exist yet`);
    case 'foreign':
      return bad(`${path} is a database of another program`, 'name another file in storage.url');
    case 'damaged':
      return bad(
        `${path} is damaged: ${file.problem}`,
        'svcmon sets it aside when it monitors next; restore a copy if there is one',
      );
    case 'usable':
      return fine(`${path} is whole`);
  }
}
