import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const [turn, setTurn] = useState(0);
  window.turn = () => setTurn((now) => now + 1);
  return (
    <article>
      {turn % 2 === 0 && <p>Un lead de passage.</p>}
      <p id="count">
        {turn} prospects pour le <b>{turn % 2 ? 'CRM' : 'closing'}</b> du mois.
      </p>
      <ul>{Array.from({ length: 3 }, (_, at) => <li key={(at + turn) % 3}>Note {(at + turn) % 3}</li>)}</ul>
    </article>
  );
}

window.errors = [];
createRoot(document.querySelector('#root'), { onUncaughtError: (error) => window.errors.push(String(error)) }).render(<App />);
