import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/layout.css';
import { render } from 'preact';
import { startLive } from './data/live.ts';
import { Page } from './page.tsx';

const place = document.getElementById('page');
if (!place) throw new Error('The document has no place for the page (#page).');
render(<Page />, place);
startLive();
