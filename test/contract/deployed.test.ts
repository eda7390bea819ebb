import { describeSide } from './side';

describeSide('deployed');
