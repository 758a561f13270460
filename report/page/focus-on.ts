/** Goes to a section: the address holds the state of the page, so an anchor of its own would change it. */
export function focusOn(event: Event, id: string): void {
  event.preventDefault();
  const target = document.getElementById(id);
  target?.scrollIntoView();
  target?.focus();
}
