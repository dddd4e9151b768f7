import { Link, PageTitle } from '../router.tsx';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageTitle title="Nothing here">Nothing here</PageTitle>
      <p>
        This address leads to no page. <Link to="/">Go to the overview</Link>
      </p>
    </>
  );
}
