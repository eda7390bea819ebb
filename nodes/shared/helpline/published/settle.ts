export { settle } from '../settle';
