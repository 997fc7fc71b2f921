import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { language } from './words/words.ts';
import './style.css';
import './controls.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
document.documentElement.lang = language;
createRoot(root).render(<App />);
