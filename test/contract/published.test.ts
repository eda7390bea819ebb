import { describeSide } from './side';

describeSide('published');
