import { Axios, type AxiosAdapter, type AxiosResponse, default as axiosDefaults } from 'axios';
