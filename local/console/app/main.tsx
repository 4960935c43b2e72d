/** The page: its frame, and the view that the address names. */

import { render } from 'preact';
import { Frame } from './frame.tsx';
import { connect } from './live.ts';
import { followLinks } from './router.ts';

const root = document.getElementById('app');
if (root !== null) {
  root.replaceChildren();
  render(<Frame />, root);
  document.addEventListener('click', followLinks);
  connect();
}
