import { Component, type ReactNode } from 'react';
import { words } from '../words/words.ts';
import { ProblemPage } from './ProblemPage.tsx';

/** A fault of ours in one view would leave an empty page, and so would a part of an older build that is gone; React knows this only as a class. */
export class Guard extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <ProblemPage text={words.problems.unexpected} onAgain={() => location.reload()} />;
  }
}
