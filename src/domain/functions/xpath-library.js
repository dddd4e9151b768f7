// In JavaScript, since the types of the package bring in those of browsers for the whole project.
export { useNamespaces } from 'xpath';
