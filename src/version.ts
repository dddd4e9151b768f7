declare const __SVCMON_VERSION__: string;
declare const __SVCMON_COMMIT__: string;

/** The version of package.json, written in by the build; `0.0.0` where the sources run without one. */
export const version = typeof __SVCMON_VERSION__ === 'undefined' ? '0.0.0' : __SVCMON_VERSION__;

/** The abbreviated git commit of the build; `unknown` outside a git work tree. */
export const commit = typeof __SVCMON_COMMIT__ === 'undefined' ? 'unknown' : __SVCMON_COMMIT__;
