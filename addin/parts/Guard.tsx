import { Component, type ReactNode } from 'react';
import { words } from '../words/words.ts';

/** A fault of ours in one view would leave an empty page; React knows this only as a class. */
export class Guard extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main>
        <div className="problem" role="alert">
          <p>{words.problems.unexpected}</p>
          <button type="button" onClick={() => location.reload()}>
            {words.again}
          </button>
        </div>
      </main>
    );
  }
}
