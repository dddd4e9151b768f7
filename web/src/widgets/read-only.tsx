/** Why services cannot be changed here. */
export function ReadOnlyNote() {
  return (
    <p class="quiet read-only">
      The configuration is read-only here: services are added, changed and deleted in its file.
    </p>
  );
}
