import { Component, createElement, type FunctionComponent } from 'preact';

/** A component that is drawn anew only where one of its properties is another. */
export function memo<Props extends object>(Inner: FunctionComponent<Props>): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const keys = Object.keys(next) as (keyof Props)[];
      return keys.some((key) => !Object.is(next[key], this.props[key]));
    }
    override render() {
      return createElement(Inner, this.props);
    }
  }
  return (props) => createElement(Memo, props);
}
