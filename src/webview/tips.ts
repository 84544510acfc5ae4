/** Lets Escape close a tooltip that is in the way. It comes back with the next visit. */
export function closeTipsByEscape(root: HTMLElement): void {
  root.addEventListener('keydown', event => {
    if (event.key === 'Escape' && event.target instanceof Element && event.target.matches('.explained'))
      event.target.classList.add('closed');
  });
  root.addEventListener('focusout', event => {
    if (event.target instanceof Element) event.target.classList.remove('closed');
  });
}
